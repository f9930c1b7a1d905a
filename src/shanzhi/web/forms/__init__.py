"""Forms made from a method's questions: one way for every method, act and input."""
