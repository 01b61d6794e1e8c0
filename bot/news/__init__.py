"""The domain: values and rules. Standard library only; knows no other room."""
