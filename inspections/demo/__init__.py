"""The demo district: made-up venues and officers, and thirty days lived by the real actions."""
