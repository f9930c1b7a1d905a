"""Methods taken in: adopted with inputs, compiled, and moved to newer versions."""
