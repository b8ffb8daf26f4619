"""The register's tables, one module per thing."""

from venues.models.areas import Area
from venues.models.categories import Category, CategoryCharge, CategoryLead, VenueLead
from venues.models.invitations import Invitation
from venues.models.loans import Loan
from venues.models.officers import Officer, Person
from venues.models.orders import Order, OrderExemption, OrderItem, OrderScope
from venues.models.organisations import Organisation, SchemeValue
from venues.models.shapes import AreaShape
from venues.models.standing import Standing
from venues.models.venues import Venue

__all__ = [
    "Area",
    "AreaShape",
    "Category",
    "CategoryCharge",
    "CategoryLead",
    "Invitation",
    "Loan",
    "Officer",
    "Order",
    "OrderExemption",
    "OrderItem",
    "OrderScope",
    "Organisation",
    "Person",
    "SchemeValue",
    "Standing",
    "Venue",
    "VenueLead",
]
