import type { SeenImage } from '../source.ts';
import { type Mark, type MarkedSpan, readMarks } from './marks.ts';
import { writeValuePath } from './plain-values.ts';
import type { Change, Trials } from './trials.ts';

/** What marked renderings say of images. */
export interface Proof {
  /** Spans of the image that values gave; undefined where it was not seen with marks, so that nothing is known. */
  spansOf(image: SeenImage): readonly MarkedSpan[] | undefined;
  /** Values that may be parts of images, and that the chart could not be rendered with when they were marked. */
  readonly unproven: readonly Mark[];
}

/** What is to be proved. */
export interface ProofContext {
  readonly marks: readonly Mark[];
  /** What is switched on besides. */
  readonly background: readonly Change[];
  readonly trials: Trials;
  /** Images to see with marks. */
  readonly images: readonly SeenImage[];
}

/** Refused renderings after which a chart is left alone. */
const maxRefusals = 12;

/**
 * Renders with all values marked that some image may be made of, and reads the marks where the images stand.
 *
 * A chart that refuses (a schema, a check of versions or names) is asked again with versions and names apart, then with halves of them.
 * Marks on what only happens to hold the same text may change what is rendered: values that speak of images come first, and the others
 * only where something is not decided yet; images that were lost are asked for with versions, then with names alone.
 */
export async function proveDecisions({ marks, background, trials, images }: ProofContext): Promise<Proof> {
  const changed = new Set(background.map(({ path }) => writeValuePath(path)));
  const usable = marks.filter(({ path }) => !changed.has(writeValuePath(path)));
  const byIndex = new Map(usable.map((mark) => [mark.index, mark]));
  const seen = new Map<string, Map<number, readonly MarkedSpan[]>>();
  const unproven = new Set<Mark>();
  let refusals = 0;
  const prove = async (some: readonly Mark[], isFirst: boolean): Promise<void> => {
    const trial = await trials.run([...background, ...some.map(({ path, marked }) => ({ path, to: marked }))]);
    if (trial?.kind === 'rendered') {
      for (const { image } of trial.images) keep(seen, image, byIndex);
      return;
    }
    refusals += 1;
    if (!trial || some.length < 2 || refusals > maxRefusals) for (const mark of some) unproven.add(mark);
    else for (const part of split(some, isFirst)) await prove(part, false);
  };
  const speaking = usable.filter(({ speaks }) => speaks);
  await prove(speaking, true);
  const isLost = (): boolean => images.some((image) => !seen.has(idOf(image)));
  const others = usable.filter(({ speaks }) => !speaks);
  if (isLost()) for (const part of split(speaking, true)) if (part.length < speaking.length) await prove(part, false);
  const isOpen = images.some((image) => (seen.get(idOf(image))?.size ?? 0) === 0);
  if (isOpen && others.length > 0) await prove(others, true);
  return {
    unproven: [...unproven],
    spansOf: (image) => {
      const found = seen.get(idOf(image));
      return found && [...found.values()].flat();
    },
  };
}

function split(marks: readonly Mark[], isFirst: boolean): readonly (readonly Mark[])[] {
  const versions = marks.filter(({ isVersion }) => isVersion);
  const names = marks.filter(({ isVersion }) => !isVersion);
  if (isFirst && versions.length > 0 && names.length > 0) return [versions, names];
  const half = Math.ceil(marks.length / 2);
  return [marks.slice(0, half), marks.slice(half)];
}

function keep(seen: Map<string, Map<number, readonly MarkedSpan[]>>, image: SeenImage, marks: ReadonlyMap<number, Mark>): void {
  const plain = (text: string): string => readMarks(text, marks).text;
  const { text, spans } = readMarks(image.declared, marks);
  const resource = image.resource;
  const id = idOf({
    declared: text,
    path: plain(image.path),
    resource: resource && { ...resource, name: plain(resource.name), namespace: resource.namespace && plain(resource.namespace) },
  });
  const found = seen.get(id) ?? new Map<number, readonly MarkedSpan[]>();
  seen.set(id, found);
  for (const { mark } of spans)
    found.set(
      mark.index,
      spans.filter((span) => span.mark === mark),
    );
}

function idOf({ resource, path, declared }: Pick<SeenImage, 'resource' | 'path' | 'declared'>): string {
  return JSON.stringify([resource?.kind, resource?.namespace, resource?.name, path, declared]);
}
