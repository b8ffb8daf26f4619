"""One tracking 一跟踪: what is closed is looked at again, so that problems do not return."""
