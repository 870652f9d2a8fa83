import type { TriedSwitches } from '../../../model/inventory.ts';
import { type Switch, toCondition } from './switches.ts';
import type { Trials, TriedImage } from './trials.ts';

/** An image that appears when values are set differently, with a smallest set of them. */
export interface ConditionalImage {
  readonly image: TriedImage;
  readonly switches: readonly Switch[];
}

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
}

interface Search extends SwitchContext {
  readonly found: Map<string, ConditionalImage>;
  readonly tried: Set<string>;
  readonly failed: Map<string, Switch & { readonly detail: string }>;
  readonly untried: Map<string, Switch>;
}

/**
 * Turns switches on together, sees which images appear that a default rendering lacks, and finds for each a smallest set that shows it.
 * A set that the chart cannot be rendered with is halved until what fails stands alone; a template that states images and shows none is
 * tried with the switches that it speaks of.
 *
 * out     each image of a template once; `switches` says what failed and what was not tried
 * cost    for an image about twice the logarithm of the number of switches, in renderings; the trials bound it
 * source  Junker, "QuickXplain: Preferred Explanations and Relaxations for Over-Constrained Problems", AAAI 2004
 */
export async function findConditional(context: SwitchContext): Promise<SwitchSearch> {
  const search: Search = { ...context, found: new Map(), tried: new Set(), failed: new Map(), untried: new Map() };
  const settled = new Set<string>();
  const settleAll = async (): Promise<void> => {
    for (let open = nextOpen(search, settled); open; open = nextOpen(search, settled)) {
      settled.add(open);
      await settle(search, open);
    }
  };
  for (const set of context.sets) {
    await spread(search, set);
    await settleAll();
  }
  await wake(search);
  await settleAll();
  return {
    found: [...search.found.values()],
    switches: {
      tried: search.tried.size,
      failed: [...search.failed.values()].map((one) => ({ ...toCondition(one), detail: one.detail })),
      untried: [...search.untried.values()].filter(({ name }) => !search.tried.has(name)).map(toCondition),
    },
  };
}

/** What the tool complains of is often named: without it the rest may render, and it is tried alone. */
async function withoutSuspects(search: Search, set: readonly Switch[]): Promise<readonly (readonly Switch[])[] | undefined> {
  const trial = await search.trials.run(inOrder(set));
  if (trial?.kind !== 'failed') return undefined;
  const isSuspect = ({ name }: Switch): boolean => trial.detail.includes(name);
  const [suspects, rest] = [set.filter(isSuspect), set.filter((one) => !isSuspect(one))];
  if (suspects.length === 0 || rest.length === 0 || (await tryOut(search, rest)) !== 'rendered') return undefined;
  return [rest, ...(await spread(search, suspects))];
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
    if (set.length === 1 && only) search.failed.set(`${only.name}=${JSON.stringify(only.to)}`, { ...only, detail: trial.detail });
    return;
  }
  for (const { name } of set) search.tried.add(name);
  for (const image of trial.images) {
    if (search.isDefault(image)) continue;
    const key = keyOf(image);
    const known = search.found.get(key);
    if (!known || set.length < known.switches.length) search.found.set(key, { image, switches: inOrder(set) });
  }
}

function inOrder(set: readonly Switch[]): readonly Switch[] {
  return set.toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}

/** What makes two sightings the same image for a person who reads the chart. */
export function keyOf({ image, stated }: TriedImage): string {
  return `${stated}\n${image.resource?.kind}\n${image.declared}`;
}
