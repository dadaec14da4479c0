// Deciding on everything of a release goes on step by step until it is done or the page is left.

const form = document.querySelector("form[data-goes-on]");

form?.requestSubmit();
