"""The product's own data: the demo district, and the checklists of every category.

Read by `inspections.checks.catalogue` and `inspections.demo.territory`.
"""
