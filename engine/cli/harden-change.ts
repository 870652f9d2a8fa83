import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { writeAtomically } from '../adapters/files/write-atomically.ts';
import { newestMinor } from '../judge/hardening/pod-security/judge-pod-security.ts';
import { Fault } from '../model/fault.ts';
import type { ChangeForm, FileChange } from '../model/hardening-change.ts';
import { readChangeJournal, writeChangeJournal } from '../pipeline/harden-change/change-journal.ts';
import type { ChangeRequest } from '../pipeline/harden-change/plan-change.ts';
import type { FormedChange } from '../pipeline/harden-change/plan-kyverno.ts';
import { findUnkept } from '../pipeline/harden-change/prove-change.ts';
import { changeWriters } from '../tell/reports/hardening/hardening-change.ts';
import { applyChanges, diffOf, reverseChanges } from './change-files.ts';
import type { ChangeOptions } from './change-options.ts';
import { exitCodes } from './fail.ts';
import { type ChangeBench, openChangeBench } from './open-change-bench.ts';
import { writeOutput } from './write-output.ts';

const journalName = 'change.json';

/**
 * `plimsoll harden --as FORM`: the change that raises workloads, written with its way back, or shown.
 *
 * faults  usage-wrong; edit-refused: what is rendered with the patches does not keep a promise: every file is then as it was
 */
export async function hardenChange(subjects: readonly string[], options: ChangeOptions, form: ChangeForm): Promise<void> {
  if (options.writePatch === undefined && !options.dryRun)
    throw new Fault('usage-wrong', '--as needs --write-patch FOLDER, or --dry-run');
  const bench = await openChangeBench(subjects, options, form);
  try {
    const request = toRequest(options);
    const formed = await bench.plan(request);
    const folder = options.dryRun ? undefined : options.writePatch;
    const advice = folder === undefined ? [] : await write(folder, { bench, formed, form, request });
    const change = {
      product: bench.product,
      version: bench.version,
      form,
      target: request.target,
      podSecurityVersion: `v1.${request.minor}`,
      workloads: formed.workloads,
      notes: formed.notes,
      gaps: bench.gaps,
    };
    const diff = options.dryRun ? diffOf(formed.files) : '';
    const writer = changeWriters[options.format as keyof typeof changeWriters];
    writeOutput(options.output, writer({ change, files: formed.files, diff, advice }));
    if (bench.gaps.length > 0) process.exitCode = exitCodes.incomplete;
  } finally {
    bench.close();
  }
}

function toRequest(options: ChangeOptions): ChangeRequest {
  return {
    target: options.to,
    minor: Math.min(options.podSecurityVersion, newestMinor),
    isPartial: options.partial === true,
    assumeNonRoot: options.assumeNonRoot === true,
    ...(options.workload && { workloads: options.workload }),
    ...(options.component !== undefined && { component: options.component }),
    ...(options.owner !== undefined && { owner: options.owner }),
  };
}

interface Written {
  readonly bench: ChangeBench;
  readonly formed: FormedChange;
  readonly form: ChangeForm;
  readonly request: ChangeRequest;
}

/** The journal comes first, so that whatever happens there is a way back. */
async function write(to: string, { bench, formed, form, request }: Written): Promise<readonly string[]> {
  const folder = resolve(to);
  const journal = join(folder, journalName);
  if (existsSync(journal))
    throw new Fault('edit-refused', `${to} holds a change already`, {
      help: `\`plimsoll harden --revert ${to}\` takes it back.`,
    });
  if (formed.files.length === 0) return ['Nothing was written.'];
  mkdirSync(folder, { recursive: true });
  const root = form === 'kustomize' ? bench.folder : folder;
  const patch = { file: join(folder, 'change.patch'), text: form === 'kustomize' ? diffOf(formed.files) : undefined };
  await writeAtomically(journal, writeChangeJournal({ root: pathFrom(folder, root), files: formed.files }));
  let restore = async (): Promise<void> => {};
  try {
    restore = await applyChanges(formed.files, root);
    if (form === 'kustomize') await prove(bench, formed, request);
    if (patch.text !== undefined) await writeAtomically(patch.file, patch.text);
  } catch (error) {
    await restore();
    removeChange(folder);
    throw error;
  }
  return [...adviceOn(form, to, formed.files), `Way back: \`plimsoll harden --revert ${to}\` restores every file byte for byte.`];
}

async function prove(bench: ChangeBench, { workloads }: FormedChange, { minor }: ChangeRequest): Promise<void> {
  const unkept = findUnkept(workloads, await bench.render(), minor);
  if (unkept.length > 0)
    throw new Fault(
      'edit-refused',
      ['rendered with the patches, not every level is as promised:', ...unkept.slice(0, 20)].join('\n  '),
      {
        help: 'Every file is as it was. Leave these out with --workload, or correct them by hand.',
      },
    );
}

function adviceOn(form: ChangeForm, to: string, files: readonly FileChange[]): readonly string[] {
  const names = files.map(({ file }) => `${to}/${file}`);
  if (form === 'kustomize') return [`${files.length} files are written; rendered with them, every level is as it says here.`];
  if (form === 'helm') return [`Install with the values after all others: ${names.map((name) => `--values ${name}`).join(' ')}`];
  return [`Apply: kubectl apply -f ${to}/policy.yaml. In the cluster, sh ${to}/revert.sh takes it back.`];
}

/**
 * `plimsoll harden --revert FOLDER`: takes back what a change wrote.
 *
 * faults  file-unreadable; document-invalid; edit-refused: a file was edited since, and nothing is taken back then
 */
export async function revertChange(to: string): Promise<void> {
  const folder = resolve(to);
  const file = join(folder, journalName);
  if (!existsSync(file))
    throw new Fault('file-unreadable', `${file} does not exist`, { help: 'Name the folder that --write-patch wrote.' });
  const { root, files } = readChangeJournal(readFileSync(file, 'utf8'), file);
  await applyChanges(reverseChanges(files), resolve(folder, root));
  removeChange(folder);
  process.stdout.write(`${files.length} files are as they were.\n`);
}

function removeChange(folder: string): void {
  for (const name of [journalName, 'change.patch']) rmSync(join(folder, name), { force: true });
  if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
}

function pathFrom(folder: string, root: string): string {
  return relative(folder, root).split(sep).join('/') || '.';
}
