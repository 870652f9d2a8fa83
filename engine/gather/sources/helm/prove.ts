import type { SeenImage } from '../source.ts';
import { type Mark, type MarkedSpan, readMarks } from './marks.ts';
import { writeValuePath } from './plain-values.ts';
import type { Switch } from './switches.ts';
import type { Change, Trial, Trials } from './trials.ts';

/** What marked renderings say of images. */
export interface Proof {
  /** Spans of the image that values gave; undefined where it was not seen with marks, so that nothing is known. */
  spansOf(image: SeenImage): readonly MarkedSpan[] | undefined;
  /** Values that may be parts of images, and that the chart could not be rendered with when they were marked. */
  readonly unproven: readonly Mark[];
}

/** What is to be proved. */
export interface ProofRequest {
  readonly marks: readonly Mark[];
  /** What is switched on besides. */
  readonly background: readonly Change[];
  /** Images to see with marks. */
  readonly images: readonly SeenImage[];
}

/** Proves for one chart, and remembers what the chart refuses. */
export interface Prover {
  prove(request: ProofRequest): Promise<Proof>;
}

/** Refused renderings after which a chart's remaining values are left alone. */
const maxRefusals = 10;

/**
 * Renders with all values marked that some image may be made of, and reads the marks where the images stand.
 *
 * A chart that refuses (a schema, a check of versions or names) is asked again with the switches on that the refusal names, then with
 * versions and names apart, then with halves of them. Marks on what only happens to hold the same text may change what is rendered:
 * values that speak of images come first, and the others only where nothing is decided yet; images that were lost are asked for with
 * versions, then with names alone.
 *
 * in      trials of the chart; switches that may allow what the chart refuses
 */
export function createProver(trials: Trials, switches: readonly Switch[]): Prover {
  const refused = new Map<string, Mark>();
  const allowing: Switch[] = [];
  let refusals = 0;
  const render = async (request: ProofRequest, some: readonly Mark[]): Promise<Trial | undefined> => {
    const changes = (): readonly Change[] => [
      ...request.background,
      ...allowing,
      ...some.map(({ path, marked }) => ({ path, to: marked })),
    ];
    const trial = await trials.run(changes());
    if (trial?.kind !== 'failed') return trial;
    const named = switches.filter(
      ({ name, to }) => to === true && !allowing.some((one) => one.name === name) && trial.detail.includes(name),
    );
    if (named.length === 0) return trial;
    allowing.push(...named);
    const allowed = await trials.run(changes());
    if (allowed?.kind !== 'rendered') allowing.splice(-named.length);
    return allowed;
  };
  const mark = async (request: ProofRequest, seen: SeenMarks, some: readonly Mark[], isFirst: boolean): Promise<void> => {
    if (some.length === 0) return;
    const trial = await render(request, some);
    if (trial?.kind === 'rendered') return seen.keep(trial);
    refusals += 1;
    if (!trial || some.length < 2 || refusals > maxRefusals) for (const one of some) refused.set(nameOf(one), one);
    else for (const part of split(some, isFirst)) await mark(request, seen, part, false);
  };
  return {
    prove: async (request) => {
      const changed = new Set(request.background.map(({ path }) => writeValuePath(path)));
      const usable = request.marks.filter((one) => !changed.has(nameOf(one)) && !refused.has(nameOf(one)));
      const seen = createSeen(usable);
      const speaking = usable.filter(({ speaks }) => speaks);
      await mark(request, seen, speaking, true);
      if (request.images.some((image) => !seen.find(image)))
        for (const part of split(speaking, true)) if (part.length < speaking.length) await mark(request, seen, part, false);
      const others = usable.filter(({ speaks }) => !speaks);
      if (request.images.some((image) => (seen.find(image)?.length ?? 0) === 0)) await mark(request, seen, others, true);
      const isLiteral = request.marks.length === 0;
      return { unproven: [...refused.values()], spansOf: (image) => seen.find(image) ?? (isLiteral ? [] : undefined) };
    },
  };
}

function nameOf({ path }: Mark): string {
  return writeValuePath(path);
}

interface SeenMarks {
  keep(trial: Extract<Trial, { kind: 'rendered' }>): void;
  find(image: SeenImage): readonly MarkedSpan[] | undefined;
}

/** Images by what they are without marks; from several renderings, each of which may have marked other values. */
function createSeen(marks: readonly Mark[]): SeenMarks {
  const byIndex = new Map(marks.map((mark) => [mark.index, mark]));
  const seen = new Map<string, Map<number, readonly MarkedSpan[]>>();
  const plain = (text: string): string => readMarks(text, byIndex).text;
  return {
    keep: ({ images }) => {
      for (const { image } of images) {
        const { text, spans } = readMarks(image.declared, byIndex);
        const id = idOf(image, plain, text);
        const found = seen.get(id) ?? new Map<number, readonly MarkedSpan[]>();
        seen.set(id, found);
        for (const { mark } of spans)
          found.set(
            mark.index,
            spans.filter((span) => span.mark === mark),
          );
      }
    },
    find: (image) => {
      const found = seen.get(idOf(image, (text) => text, image.declared));
      return found && [...found.values()].flat();
    },
  };
}

function idOf({ resource, path }: SeenImage, plain: (text: string) => string, declared: string): string {
  const names = resource ? [resource.kind, plain(resource.namespace ?? ''), plain(resource.name)] : [];
  return JSON.stringify([...names, plain(path), declared]);
}

function split(marks: readonly Mark[], isFirst: boolean): readonly (readonly Mark[])[] {
  const versions = marks.filter(({ isVersion }) => isVersion);
  const names = marks.filter(({ isVersion }) => !isVersion);
  if (isFirst && versions.length > 0 && names.length > 0) return [versions, names];
  const half = Math.ceil(marks.length / 2);
  return [marks.slice(0, half), marks.slice(half)];
}
