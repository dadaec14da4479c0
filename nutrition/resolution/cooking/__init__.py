"""What cooking does to a food: water and fat by food group and method, what is added, what is retained."""
