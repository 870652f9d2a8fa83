import { openSourceFiles } from '../adapters/files/source-files.ts';
import { unifiedDiff } from '../formats/edit/unified-diff.ts';
import { Fault } from '../model/fault.ts';
import type { Occurrence } from '../model/occurrence.ts';
import { compareRenderings, type RenderedChange } from '../pipeline/set-tag/compare-renderings.ts';
import { planTag, type TagPlan } from '../pipeline/set-tag/plan-tag.ts';
import { type Rendering, readRendering } from '../pipeline/set-tag/read-rendering.ts';
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
  const interrupts = watchInterrupts();
  const found = await find();
  const request = parseTagRequest(options.setTag);
  const render = async (): Promise<Rendering> => renderAll(await find(), progress, interrupts.signal);
  try {
    const before = await render();
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
    const { files, change } = await tryWays(plan, { before, render, folder: found.folder, force: options.force === true });
    const others = change.others.map((other) => `Changed as well: ${other}.`);
    const kept = change.remaining.map((one) => `Still the old version: ${placeOf(one)}.`);
    const done = `${change.changed} ${change.changed === 1 ? 'place renders' : 'places render'} the new version, from ${files.map(({ file }) => file).join(', ')}.`;
    return { diff: files.map(unifiedDiff).join(''), notes: [...shared, done, ...others, ...kept] };
  } finally {
    interrupts.stop();
  }
}

async function renderAll(found: FoundConfiguration, progress: Progress, signal: AbortSignal): Promise<Rendering> {
  const sources = openSourceWorld(found);
  try {
    progress.stage('Rendering sources');
    return await readRendering(found.configuration, { sources: sources.world }, { onStep: progress.step, signal });
  } finally {
    progress.end();
    sources.close();
  }
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
  render(): Promise<Rendering>;
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
      const change = compareRenderings(trial.before, await trial.render(), meant);
      isKept = isRight(change, trial.force);
      if (isKept) return { files, change };
      failure ??= explain(change, plan);
    } finally {
      if (!isKept) await restore();
    }
  }
  throw new Fault('edit-refused', `${plan.image.reference} was left as it is: ${failure ?? 'its places contradict each other'}`);
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
