import type { TriedSwitches } from '../../../model/inventory.ts';
import { type Switch, toCondition } from './switches.ts';
import type { Trials, TriedImage } from './trials.ts';

/** An image that appears when values are set differently, with a smallest set of them. */
export interface ConditionalImage {
  readonly image: TriedImage;
  readonly switches: readonly Switch[];
  /** The set could not be made smaller in time: these are the likeliest of it, and no rendering was made with them alone. */
  readonly isLikely?: boolean;
}

/** A larger set is shortened to what is likely. */
const maxConditions = 6;
/** Renderings with the switches of two images together. */
const maxJoint = 6;
/** Sets that are supported by the widest. */
const maxSupported = 6;

/** What trying the switches of a chart came to. */
export interface SwitchSearch {
  readonly found: readonly ConditionalImage[];
  readonly switches: Omit<TriedSwitches, 'renderings'>;
}

/** What is searched. */
export interface SwitchContext {
  readonly sets: readonly (readonly Switch[])[];
  readonly trials: Trials;
  /** Whether a default rendering states the same image from the same template. */
  isDefault(image: TriedImage): boolean;
  /** Templates that speak of images and show none by default. */
  readonly silent: readonly string[];
  templateOf(image: TriedImage): string;
  /** Whether a switch has to do with a template; tried first, and not relied on. */
  isNear(one: Switch, template: string): boolean;
  /** Which of a set a failure is laid to, by the tool's words. */
  blame(set: readonly Switch[], detail: string): readonly Switch[];
  /** Whether a switch lies beside values that the image may be made of: most likely that one alone shows it. */
  isBeside(one: Switch, image: TriedImage): boolean;
}

interface Search extends SwitchContext {
  readonly found: Map<string, ConditionalImage>;
  readonly tried: Set<string>;
  readonly failed: Map<string, Switch & { readonly detail: string }>;
  readonly untried: Map<string, Switch>;
  /** Sets that could be rendered, and were laid a failure to where they were on with more. */
  readonly apart: Map<string, readonly Switch[]>;
  /** Switches, in words, that were rendered with others at last. */
  readonly supported: Set<string>;
  /** The largest set that could be rendered. */
  readonly widest: { set: readonly Switch[] };
}

/**
 * Turns switches on together, sees which images appear that a default rendering lacks, and finds for each a smallest set that shows it.
 * A set that the chart cannot be rendered with is halved until what fails stands alone; a template that states images and shows none is
 * tried with the switches that it speaks of; switches of different sets that each change one image are tried together.
 *
 * out     each image of a template once; `switches` says what failed and what was not tried
 * cost    for an image about twice the logarithm of the number of switches, in renderings; the trials bound it
 * source  Junker, "QuickXplain: Preferred Explanations and Relaxations for Over-Constrained Problems", AAAI 2004
 */
export async function findConditional(context: SwitchContext): Promise<SwitchSearch> {
  const search: Search = {
    ...context,
    found: new Map(),
    tried: new Set(),
    failed: new Map(),
    untried: new Map(),
    apart: new Map(),
    supported: new Set(),
    widest: { set: [] },
  };
  const settled = new Set<string>();
  const settleAll = async (): Promise<void> => {
    for (const [key, { image, switches }] of [...search.found]) if (switches.length > 1) await guess(search, key, image);
    for (let open = nextOpen(search, settled); open; open = nextOpen(search, settled)) {
      settled.add(open);
      await settle(search, open);
    }
  };
  for (const set of context.sets) {
    await spread(search, set);
    await settleAll();
  }
  await support(search);
  await settleAll();
  await wake(search);
  await settleAll();
  await join(search);
  await settleAll();
  return {
    found: [...search.found.values()].map((one) => shortened(search, one)),
    switches: {
      tried: search.tried.size,
      failed: [...search.failed.values()]
        .filter((one) => !search.supported.has(wordsOf(one)))
        .map((one) => ({ ...toCondition(one), detail: one.detail })),
      untried: [...search.untried.values()]
        .filter((one) => !search.tried.has(one.name) && !search.failed.has(wordsOf(one)))
        .map(toCondition),
    },
  };
}

/** What a failure is laid to is tried by itself, as the rest may render without it. */
async function withoutSuspects(search: Search, set: readonly Switch[]): Promise<readonly (readonly Switch[])[] | undefined> {
  const rest = await leaveOut(search, set, []);
  if (rest.length === 0 || rest.length === set.length) return undefined;
  const parts = await spread(search, rest);
  const apart = await spread(
    search,
    set.filter((one) => !rest.includes(one)),
  );
  for (const part of apart) search.apart.set(part.map(wordsOf).join(), part);
  return [...parts, ...apart];
}

/** A set without what its failures are laid to, one after the other, as far as that leads; some of it stays. */
async function leaveOut(search: Search, set: readonly Switch[], stays: readonly Switch[]): Promise<readonly Switch[]> {
  let rest = set;
  for (
    let trial = await search.trials.run(inOrder(rest));
    trial?.kind === 'failed';
    trial = await search.trials.run(inOrder(rest))
  ) {
    const blamed = search.blame(rest, trial.detail).filter((one) => !stays.includes(one));
    if (blamed.length === 0) break;
    rest = rest.filter((one) => !blamed.includes(one));
  }
  return rest;
}

/** What fails alone, and what was tried apart from the rest, may only show something with others. */
async function support(search: Search): Promise<void> {
  const apart = [...[...search.failed.values()].map((one) => [one]), ...search.apart.values()];
  for (const stays of apart.slice(0, maxSupported)) {
    const names = new Set(stays.map(({ name }) => name));
    const set = [...search.widest.set.filter(({ name }) => !names.has(name)), ...stays];
    const isRendered = (await tryOut(search, await leaveOut(search, set, stays))) === 'rendered';
    if (isRendered) for (const one of stays) search.supported.add(wordsOf(one));
  }
}

/** Some switches hide what others show: a template that stays silent is tried with those that it speaks of. */
async function wake(search: Search): Promise<void> {
  const all = [...new Map(search.sets.flat().map((one) => [one.name, one])).values()];
  for (const template of search.silent) {
    if ([...search.found.values()].some(({ image }) => search.templateOf(image) === template)) continue;
    const near = all.filter((one) => search.isNear(one, template));
    await spread(search, near);
    const isAwake = [...search.found.values()].some(({ image }) => search.templateOf(image) === template);
    const positive = near.filter(({ to }) => to !== false);
    if (!isAwake && positive.length < near.length) await spread(search, positive);
  }
}

/** Switches of different sets were never on together: where two of them each change the same image, both may make a third of it. */
async function join(search: Search): Promise<void> {
  const joint = new Map<string, readonly Switch[]>();
  for (const found of Map.groupBy(search.found.values(), ({ image }) => placeOf(image)).values())
    for (const [index, one] of found.entries())
      for (const other of found.slice(index + 1)) {
        const both = [...new Map([...one.switches, ...other.switches].map((each) => [wordsOf(each), each])).values()];
        const isOne = new Set(both.map(({ name }) => name)).size === both.length && both.length <= maxConditions;
        const isKnown = search.sets.some((set) => both.every((each) => set.includes(each)));
        if (isOne && !isKnown) joint.set(both.map(wordsOf).sort().join(), both);
      }
  for (const both of [...joint.values()].slice(0, maxJoint)) await tryOut(search, both);
}

/** Renders with a set, in parts where the whole fails; gives back the sets that could be rendered. */
async function spread(search: Search, set: readonly Switch[]): Promise<readonly (readonly Switch[])[]> {
  if (set.length === 0) return [];
  const answer = await tryOut(search, set);
  if (answer === 'rendered') return [set];
  if (answer === 'spent') for (const one of set) search.untried.set(one.name, one);
  if (answer === 'spent' || set.length === 1) return [];
  const suspects = await withoutSuspects(search, set);
  if (suspects) return suspects;
  const half = Math.ceil(set.length / 2);
  const parts = [...(await spread(search, set.slice(0, half))), ...(await spread(search, set.slice(half)))];
  const joint = parts.flat();
  const isSmaller = parts.length > 1 && joint.length < set.length;
  return isSmaller && (await tryOut(search, joint)) === 'rendered' ? [joint] : parts;
}

function nextOpen({ found }: Search, settled: ReadonlySet<string>): string | undefined {
  return [...found].find(([key, { switches }]) => switches.length > 1 && !settled.has(key))?.[0];
}

/** Tries the switches alone that lie beside what the image is made of. */
async function guess(search: Search, key: string, image: TriedImage): Promise<void> {
  const { switches } = search.found.get(key) ?? { switches: [] };
  if (switches.length < 2) return;
  for (const one of switches.filter((each) => search.isBeside(each, image)).slice(0, 2))
    if (await shows({ search, key }, [one])) return;
}

/** Leaves the smallest set that was found with the image; each rendering on the way may show smaller ones for others too. */
async function settle(search: Search, key: string): Promise<void> {
  const { image, switches } = search.found.get(key) ?? { switches: [] };
  if (!image) return;
  const near = switches.filter((one) => search.isNear(one, search.templateOf(image)));
  if (near.length > 0 && near.length < switches.length) await tryOut(search, near);
  const least = search.found.get(key)?.switches ?? switches;
  const smallest = await reduce({ search, key }, [], least);
  // Its parts were only seen with others so far.
  if (smallest) await shows({ search, key }, smallest);
}

/** A smallest part of the candidates that shows the image, the background being on; undefined when no more is to be rendered. */
async function reduce(
  wanted: { readonly search: Search; readonly key: string },
  background: readonly Switch[],
  candidates: readonly Switch[],
): Promise<readonly Switch[] | undefined> {
  const isShown = await shows(wanted, background);
  if (isShown === undefined) return undefined;
  if (isShown) return [];
  if (candidates.length === 1) return candidates;
  const half = Math.ceil(candidates.length / 2);
  const [first, second] = [candidates.slice(0, half), candidates.slice(half)];
  const ofSecond = await reduce(wanted, [...background, ...first], second);
  const ofFirst = ofSecond && (await reduce(wanted, [...background, ...ofSecond], first));
  return ofFirst && [...ofFirst, ...ofSecond];
}

async function shows(
  { search, key }: { readonly search: Search; readonly key: string },
  set: readonly Switch[],
): Promise<boolean | undefined> {
  if (set.length === 0) return false;
  const trial = await search.trials.run(inOrder(set));
  if (!trial) return undefined;
  note(search, set, trial);
  return trial.kind === 'rendered' && trial.images.some((one) => keyOf(one) === key);
}

async function tryOut(search: Search, set: readonly Switch[]): Promise<'rendered' | 'failed' | 'spent'> {
  const trial = await search.trials.run(inOrder(set));
  if (!trial) return 'spent';
  note(search, set, trial);
  return trial.kind;
}

function note(search: Search, set: readonly Switch[], trial: NonNullable<Awaited<ReturnType<Trials['run']>>>): void {
  const [only] = set;
  if (trial.kind === 'failed') {
    if (set.length === 1 && only) search.failed.set(wordsOf(only), { ...only, detail: trial.detail });
    return;
  }
  for (const { name } of set) search.tried.add(name);
  if (set.length > search.widest.set.length) search.widest.set = set;
  for (const image of trial.images) {
    if (search.isDefault(image)) continue;
    const key = keyOf(image);
    const known = search.found.get(key);
    if (!known || set.length < known.switches.length) search.found.set(key, { image, switches: inOrder(set) });
  }
}

/** Sets that could not be made smaller say what is likely among them: a hundred values tell nobody anything. */
function shortened(search: Search, found: ConditionalImage): ConditionalImage {
  const { image, switches } = found;
  if (switches.length <= maxConditions) return found;
  const near = switches.filter((one) => search.isNear(one, search.templateOf(image)));
  const beside = near.filter((one) => search.isBeside(one, image));
  const likely = beside.length > 0 ? beside : near.length > 0 ? near : switches;
  return { image, switches: likely.slice(0, maxConditions), isLikely: true };
}

function wordsOf({ name, to }: Switch): string {
  return `${name}=${JSON.stringify(to)}`;
}

function inOrder(set: readonly Switch[]): readonly Switch[] {
  return set.toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

/** Where an image stands in what is rendered. */
function placeOf({ image: { resource, path }, stated }: TriedImage): string {
  return JSON.stringify([stated, resource, path]);
}

/** What makes two sightings the same image for a person who reads the chart. */
export function keyOf({ image, stated }: TriedImage): string {
  return `${stated}\n${image.declared}`;
}
