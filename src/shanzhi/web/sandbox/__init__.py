"""The guided sandbox (tool-training): in a demonstration, each role's first three tasks, ticked off by what was really done."""
