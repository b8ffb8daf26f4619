"""Daily reports 日报: what each organisation says of its day, frozen, and who has not yet."""
