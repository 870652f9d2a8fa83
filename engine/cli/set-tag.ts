import { openSourceFiles } from '../adapters/files/source-files.ts';
import { unifiedDiff } from '../formats/edit/unified-diff.ts';
import type { RenderingCache, SourceWorld } from '../gather/sources/ports.ts';
import { Fault } from '../model/fault.ts';
import type { Occurrence } from '../model/occurrence.ts';
import { compareRenderings, type MeantChange, type RenderedChange } from '../pipeline/set-tag/compare-renderings.ts';
import { planTag, type TagPlan } from '../pipeline/set-tag/plan-tag.ts';
import { type Rendering, readRendering, readResources } from '../pipeline/set-tag/read-rendering.ts';
import { parseTagRequest } from '../pipeline/set-tag/tag-request.ts';
import { type ChangedFile, changeFiles, writeFiles } from './edit-files.ts';
import type { FoundConfiguration } from './find-configuration.ts';
import { openSourceWorld } from './open-source-world.ts';
import type { Progress } from './progress.ts';
import { watchInterrupts } from './watch-interrupts.ts';

/** What the command line says about the edit. */
export interface SetTagOptions {
  /** `REF=TAG` */
  readonly setTag: string;
  readonly dryRun?: boolean;
  readonly force?: boolean;
  readonly offline?: boolean;
}

/** What was done, to be shown. */
export interface TagEdit {
  /** Unified diff. */
  readonly diff: string;
  /** Sentences for stderr. */
  readonly notes: readonly string[];
}

/**
 * `plimsoll images --set-tag REF=TAG`: edits the texts that decide an image, renders again, and keeps the edit only where exactly that
 * image changed.
 *
 * in      what reads the configuration, which may be edited itself
 * faults  usage-wrong; edit-refused: no place can be edited, one text decides several images, or something else would change:
 *         every file is then as it was
 */
export async function setTag(
  find: () => Promise<FoundConfiguration>,
  options: SetTagOptions,
  progress: Progress,
): Promise<TagEdit> {
  const request = parseTagRequest(options.setTag);
  const interrupts = watchInterrupts();
  const bench = createBench(find, options, { progress, signal: interrupts.signal });
  try {
    const found = await find();
    const before = await bench.render();
    const plan = planTag({
      inventory: before.inventory,
      request,
      configuration: found.configuration,
      files: openSourceFiles(found.folder),
    });
    refuseEarly(plan, options);
    const shared = plan.shared.map(sharedSentence);
    if (options.dryRun) {
      const files = (await changeFiles(plan.ways[0] ?? [], found.folder)) ?? [];
      return {
        diff: files.map(unifiedDiff).join(''),
        notes: [...shared, ...uneditable(plan), 'Nothing was written; without --dry-run the edit is checked by rendering again.'],
      };
    }
    const { files, change } = await tryWays(plan, { before, bench, folder: found.folder, force: options.force === true });
    const others = change.others.map((other) => `Changed as well: ${other}.`);
    const kept = change.remaining.map((one) => `Still the old version: ${placeOf(one)}.`);
    const done = `${change.changed} ${change.changed === 1 ? 'place renders' : 'places render'} the new version, from ${files.map(({ file }) => file).join(', ')}.`;
    return { diff: files.map(unifiedDiff).join(''), notes: [...shared, done, ...others, ...kept] };
  } finally {
    interrupts.stop();
  }
}

/** What renders the release as its files are at the moment. */
interface Bench {
  render(): Promise<Rendering>;
  /** With nothing taken from the cache. */
  renderAnew(): Promise<Rendering['resources']>;
}

const noCache: RenderingCache = { find: async () => undefined, keep: async () => {} };

function createBench(
  find: () => Promise<FoundConfiguration>,
  options: SetTagOptions,
  { progress, signal }: { readonly progress: Progress; readonly signal: AbortSignal },
): Bench {
  const using = async <Value>(read: (found: FoundConfiguration, world: SourceWorld) => Promise<Value>): Promise<Value> => {
    const found = await find();
    const sources = openSourceWorld(found, options);
    try {
      progress.stage('Rendering sources');
      return await read(found, sources.world);
    } finally {
      progress.end();
      sources.close();
    }
  };
  return {
    render: () =>
      using(({ configuration }, sources) => readRendering(configuration, { sources }, { onStep: progress.step, signal })),
    renderAnew: () =>
      using(({ configuration }, world) => readResources(configuration, { sources: { ...world, cache: noCache } }, { signal })),
  };
}

function refuseEarly(plan: TagPlan, { force }: SetTagOptions): void {
  const { reference } = plan.image;
  if (plan.rewritings.every(({ from, to }) => from === to))
    throw new Fault('edit-refused', `${reference} is that version already`, { help: 'There is nothing to edit.' });
  if (plan.ways.length === 0)
    throw new Fault('edit-refused', [`no place of ${reference} can be edited:`, ...uneditable(plan)].join('\n  '));
  if (plan.shared.length > 0 && !force)
    throw new Fault('edit-refused', plan.shared.map(sharedSentence).join('\n'), { help: '`--force` changes them together.' });
}

function sharedSentence({ file, line, images }: TagPlan['shared'][number]): string {
  return `${file}:${line} decides other images too: ${images.join(', ')}.`;
}

function uneditable({ uneditable }: TagPlan): readonly string[] {
  return uneditable.map(({ occurrence, reason }) => `${placeOf(occurrence)}: ${reason}.`);
}

function placeOf({ file, line, resource, path }: Occurrence): string {
  return `${file}:${line}${resource ? ` (${resource.kind}/${resource.name} ${path})` : ''}`;
}

interface Trial {
  readonly before: Rendering;
  readonly folder: string;
  readonly force: boolean;
  readonly bench: Bench;
}

/** Each way is written, rendered and judged; one that is not right is taken back before the next is tried. */
async function tryWays(
  plan: TagPlan,
  trial: Trial,
): Promise<{ readonly files: readonly ChangedFile[]; readonly change: RenderedChange }> {
  let failure: string | undefined;
  for (const way of plan.ways) {
    const files = await changeFiles(way, trial.folder);
    if (!files || files.length === 0) continue;
    const restore = await writeFiles(files);
    let isKept = false;
    try {
      const pieces = way.flatMap(({ edits }) => edits.map(({ was, becomes }) => ({ from: was, to: becomes })));
      const meant = { reference: plan.image.reference, rewritings: plan.rewritings, pieces };
      const change = await measure(trial, meant);
      isKept = isRight(change, trial.force);
      if (isKept) return { files, change };
      failure ??= explain(change, plan);
    } finally {
      if (!isKept) await restore();
    }
  }
  throw new Fault('edit-refused', `${plan.image.reference} was left as it is: ${failure ?? 'its places contradict each other'}`);
}

/** Charts may make passwords and certificates anew each time: what changes without an edit is no change of the edit. */
async function measure({ before, bench }: Trial, meant: MeantChange): Promise<RenderedChange> {
  const after = await bench.render();
  const change = compareRenderings({ before, after }, meant);
  return change.others.length === 0 ? change : compareRenderings({ before, after, again: await bench.renderAnew() }, meant);
}

function isRight({ changed, remaining, others, lost }: RenderedChange, force: boolean): boolean {
  return changed > 0 && lost.length === 0 && (force || (remaining.length === 0 && others.length === 0));
}

function explain({ changed, remaining, others, lost }: RenderedChange, plan: TagPlan): string {
  const why = new Map(plan.uneditable.map(({ occurrence, reason }) => [occurrence, `, where ${reason}`]));
  const stay = remaining.map((one) => `${placeOf(one)} would keep the old version${why.get(one) ?? ''}`);
  const also = [...lost, ...others].slice(0, 20).map((one) => one.replace(/\.$/, ''));
  const none = changed === 0 && stay.length === 0 ? ['the edit would not reach the image'] : [];
  return ['', ...none, ...stay, ...(also.length > 0 ? ['something else would change:', ...also] : [])].join('\n  ');
}
