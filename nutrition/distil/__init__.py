"""From the publishers' tables to the project's own: which foods, under which names, with whose figures."""
