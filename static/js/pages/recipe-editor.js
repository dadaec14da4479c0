// Writing a recipe down: a name, what goes in, and the weight of the finished pot. Kept here until it is saved.
import { html, nothing } from "lit-html";
import { inWords, NoNetwork, Problem } from "#app/api.js";
import { keepNote, note } from "#app/database.js";
import { count, fromGrams, mass, massUnit } from "#app/format.js";
import { analyse, food } from "#app/foods.js";
import { uuid7 } from "#app/ids.js";
import { insteadOf, lineFromFood, lineFromItem, lineFromRecipe, nutrientsOf } from "#app/line.js";
import { icon } from "#app/parts/icon.js";
import { ingredientList, wordsField } from "#app/parts/ingredients.js";
import { energyTotal, macros } from "#app/parts/macros.js";
import { recipesNeedAccount } from "#app/parts/needs-account.js";
import { announce, toast } from "#app/parts/notices.js";
import { searchField } from "#app/parts/search.js";
import { emptyForm, faults, fields, formOf, onLines, portions, rawGrams, refusals, weighed } from "#app/recipe-form.js";
import { changeRecipe, createRecipe, readRecipe, readRecipes } from "#app/recipes.js";
import { go } from "#app/router.js";
import { user } from "#app/session.js";
import { scaled, totals } from "#app/totals.js";

/** The page of a new recipe, or of the one in the address. */
export function recipeEditorPage({ match, draw }) {
  const known = match[1];
  const keptUnder = `recipe ${known ?? "new"}`;
  const state = {
    ...emptyForm(known ?? uuid7()),
    isRead: false, error: "", errors: {}, lineErrors: {}, wordsError: "", isBusy: false, isSaving: false,
    open: null, foods: new Map(), searches: new Map(), others: [],
  };
  const addField = searchField({ label: "Add one ingredient", placeholder: "Add one ingredient", draw, onPick: ({ food_id: id }) => add(id) });

  async function load() {
    try {
      const kept = await note(keptUnder);
      if (kept) Object.assign(state, kept);
      else if (known) Object.assign(state, formOf(await readRecipe(known)));
      state.isRead = true;
    } catch (error) {
      state.error = inWords(error);
    }
    draw();
    state.others = (await readRecipes().catch(() => [])).filter(({ id }) => id !== state.id);
    draw();
  }

  /** Show `changes` and keep them, so that leaving the page loses nothing. */
  function change(changes) {
    Object.assign(state, changes);
    draw();
    return keepNote(keptUnder, form());
  }

  /** What is being written, without what is only shown. */
  function form() {
    const { id, name, note: words, words: asked, servings, weight, lines, unresolved } = state;
    return { id, name, note: words, words: asked, servings, weight, lines, unresolved };
  }

  const setLines = (lines, changes = {}) => change({ lines, lineErrors: {}, ...changes });
  const replace = (line) => setLines(state.lines.map((each) => (each.id === line.id ? line : each)));

  async function withFood(foodId, use) {
    try {
      const found = await food(foodId);
      state.foods.set(foodId, found);
      await use(found);
    } catch (error) {
      toast(inWords(error));
    }
  }

  const add = (foodId) =>
    withFood(foodId, async (found) => {
      const line = lineFromFood(found);
      await setLines([...state.lines, line], { open: line.id });
      announce(`${found.name} added.`);
    });

  async function addRecipe(event) {
    const id = event.target.value;
    event.target.value = "";
    try {
      const line = lineFromRecipe(await readRecipe(id));
      await setLines([...state.lines, line], { open: line.id });
      announce(`${line.name} added.`);
    } catch (error) {
      toast(inWords(error));
    }
  }

  async function lookUp(event) {
    event.preventDefault();
    const text = state.words.trim();
    if (state.isBusy) return;
    if (!text) return failWords("Write what goes in first.");
    Object.assign(state, { isBusy: true, wordsError: "" });
    draw();
    try {
      const { items, unresolved } = await analyse(onLines(text));
      if (!items.length && !unresolved.length) failWords("We found no food in these words.");
      else await found(items, unresolved);
    } catch (error) {
      failWords(error instanceof NoNetwork ? "No network: your words are kept here. Try again later." : inWords(error));
    }
    state.isBusy = false;
    draw();
  }

  async function found(items, unresolved) {
    const open = unresolved.map((each) => ({ ...each, id: uuid7() }));
    await setLines([...state.lines, ...items.map(lineFromItem)], { words: "", unresolved: [...state.unresolved, ...open] });
    announce(`${count(items.length, "ingredient")} found.${open.length ? ` ${count(open.length, "phrase")} to clear up.` : ""}`);
  }

  function failWords(wordsError) {
    state.wordsError = wordsError;
    draw();
    document.getElementById("recipe-words")?.focus();
  }

  const without = ({ id }) => state.unresolved.filter((each) => each.id !== id);

  const actions = {
    toggle(line) {
      state.open = state.open === line.id ? null : line.id;
      draw();
      if (state.open && line.foodId) withFood(line.foodId, draw);
    },
    amount: replace,
    amountFailed(line, message) {
      state.lineErrors = { [state.lines.findIndex(({ id }) => id === line.id)]: message };
      draw();
    },
    swap: (line, foodId) => withFood(foodId, (instead) => replace(insteadOf(line, instead))),
    remove(line) {
      const { lines } = state;
      setLines(lines.filter(({ id }) => id !== line.id));
      toast(`${line.name} taken out.`, { action: { label: "Undo", run: () => setLines(lines) } });
    },
    resolve: (unresolved, foodId) =>
      withFood(foodId, async (known_) => {
        const line = lineFromFood(known_, { phrase: unresolved.phrase });
        await setLines([...state.lines, line], { unresolved: without(unresolved), open: line.id });
      }),
    leaveOut: (unresolved) => change({ unresolved: without(unresolved) }),
    search(key, label, onPick) {
      if (!state.searches.has(key)) {
        state.searches.set(key, searchField({ label, placeholder: label, draw, onPick: ({ food_id: id }) => onPick(id) }));
      }
      return state.searches.get(key)();
    },
  };

  async function save() {
    if (state.isSaving) return;
    const errors = faults(form());
    Object.assign(state, { errors, error: "" });
    if (Object.keys(errors).length) return refuse(errors);
    state.isSaving = true;
    draw();
    try {
      const { id } = await (known ? changeRecipe(state.id, fields(form())) : createRecipe(state.id, fields(form())));
      await keepNote(keptUnder, undefined);
      go(`/recipes/${id}/`);
      toast("Saved.");
    } catch (error) {
      state.isSaving = false;
      tell(error);
    }
  }

  function refuse(errors) {
    draw();
    document.getElementById(FIELDS[Object.keys(errors)[0]])?.focus();
  }

  /** Put what the server refused beside its field or its line. */
  function tell(error) {
    if (error instanceof Problem) {
      const { fields: errors, lines: lineErrors, whole } = refusals(error);
      Object.assign(state, { errors, lineErrors, error: whole });
    } else state.error = inWords(error);
    draw();
  }

  async function giveUp() {
    const kept = form();
    const again = () => keepNote(keptUnder, kept).then(() => go(known ? `/recipes/${known}/edit/` : "/recipes/new/"));
    await keepNote(keptUnder, undefined);
    go(known ? `/recipes/${known}/` : "/recipes/");
    if (kept.lines.length) toast("Discarded.", { action: { label: "Undo", run: again } });
  }

  if (user) load();
  return { title: known ? "Edit recipe" : "New recipe", view: user ? view : recipesNeedAccount };

  function view() {
    const back = known ? html`<a class="back" href="/recipes/${known}/">${icon("arrow-left")}Back</a>` : html`<a class="back" href="/recipes/">${icon("arrow-left")}Recipes</a>`;
    return html`<div class="columns recipe-editor">
      <div class="column">
        ${back}
        <header class="page-head"><h1 tabindex="-1">${known ? "Edit recipe" : "New recipe"}</h1></header>
        ${state.isRead ? sections() : html`<p class=${state.error ? "error" : "fine"} aria-busy=${!state.error}>${state.error || "One moment …"}</p>`}
      </div>
      ${state.isRead ? html`<aside class="column aside">${sums()}</aside>` : nothing}
    </div>`;
  }

  function sections() {
    return html`
      <section class="card">
        ${textField({ id: "recipe-name", label: "Name", value: state.name, error: state.errors.name, limit: 160, placeholder: "Chili for Sunday", onInput: (name) => change({ name }) })}
      </section>
      <section class="card" aria-label="Ingredients">
        ${wordsField({ words: state.words, error: state.wordsError || state.errors.ingredients, isBusy: state.isBusy, onInput: (event) => { state.wordsError = ""; delete state.errors.ingredients; change({ words: event.target.value }); }, onSubmit: lookUp })}
        ${ingredientList({ lines: state.lines, unresolved: state.unresolved, open: state.open, errors: state.lineErrors, foods: state.foods, actions })}
        <div class="recipe-adders">${addField()}${otherRecipes()}</div>
      </section>
      ${potCard()}
      <section class="card">
        <label class="field"><span class="field-label">Note</span>
          <textarea rows="2" maxlength="2000" placeholder="How long it simmers, what you would change" .value=${state.note} @input=${(event) => change({ note: event.target.value })}></textarea>
        </label>
      </section>`;
  }

  function otherRecipes() {
    if (!state.others.length) return nothing;
    return html`<select aria-label="Add one of your recipes" @change=${addRecipe}>
      <option value="">One of your recipes …</option>
      ${state.others.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
    </select>`;
  }

  function potCard() {
    const raw = rawGrams(state);
    return html`<section class="card recipe-pot">
      <h2>The finished pot</h2>
      <div class="recipe-pair">
        ${textField({ id: "recipe-weight", label: `Weight in ${massUnit()}`, value: state.weight, error: state.errors.yield_g, limit: 9, mode: "decimal", placeholder: raw ? String(fromGrams(raw)) : "", onInput: (weight) => { delete state.errors.yield_g; change({ weight }); } })}
        ${textField({ id: "recipe-servings", label: "Servings", value: state.servings, error: state.errors.servings, limit: 6, mode: "decimal", onInput: (servings) => { delete state.errors.servings; change({ servings }); } })}
      </div>
      <p class="fine">Weigh the pot when it is ready and take off what it weighs empty. Left empty, it counts as heavy as what went in${raw ? html`, ${mass(raw)}` : nothing}.</p>
    </section>`;
  }

  function sums() {
    const sum = totals(state.lines.map((line) => ({ grams: line.grams, nutrients: nutrientsOf(line) })));
    const pot = weighed(state) ?? rawGrams(state);
    const servings = portions(state) ?? 1;
    const one = { ...sum, grams: pot / servings, nutrients: scaled(sum.nutrients, 1 / servings) };
    return html`<section class="card sums" aria-label="This recipe">
      ${state.lines.length ? html`
        ${energyTotal(one, { label: servings === 1 ? "in the pot" : "a serving" })}
        <p class="fine">${servings === 1 ? `A pot of ${mass(pot)}.` : `${count(servings, "serving", "servings", 2)} of ${mass(pot / servings)}, from a pot of ${mass(pot)}.`}</p>
        ${macros(one)}` : html`<p class="lead">Nothing in the pot yet.</p>`}
    </section>
    <div class="log">
      ${state.error ? html`<p class="error" role="alert">${state.error} What you entered is kept.</p>` : nothing}
      ${state.unresolved.length ? html`<p class="fine">Not counted: ${state.unresolved.map(({ phrase }) => `“${phrase}”`).join(", ")}.</p>` : nothing}
      <button class="button button-wide" aria-disabled=${state.isSaving} @click=${save}>Save recipe</button>
    </div>
    <button class="button button-quiet" @click=${giveUp}>${known ? "Discard changes" : "Discard"}</button>`;
  }
}

/** The fields that an error can be of, and where they stand. */
const FIELDS = { name: "recipe-name", ingredients: "recipe-words", yield_g: "recipe-weight", servings: "recipe-servings" };

function textField({ id, label, value, error, limit, mode = "text", placeholder = "", onInput }) {
  return html`<div class="field">
    <label class="field-label" for=${id}>${label}</label>
    <input id=${id} type="text" inputmode=${mode} autocomplete="off" maxlength=${limit} placeholder=${placeholder}
      aria-invalid=${error ? "true" : nothing} aria-describedby=${error ? `${id}-error` : nothing}
      .value=${value} @input=${(event) => onInput(event.target.value)} />
    ${error ? html`<span class="error" id="${id}-error" role="alert">${error}</span>` : nothing}
  </div>`;
}
