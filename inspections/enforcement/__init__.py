"""Joint enforcement 联合执法: whistles, operations, and each agency's part in them."""
