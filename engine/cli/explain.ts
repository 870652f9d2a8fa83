import { type Command, Option } from 'commander';
import { canonicalize } from '../formats/reference/reference.ts';
import { Fault } from '../model/fault.ts';
import type { Release, ReleaseImage } from '../model/release.ts';
import { sourceOf } from '../pipeline/diff-records.ts';
import { explainFinding } from '../pipeline/explain-finding.ts';
import { findNearestNames } from '../pipeline/find-nearest-names.ts';
import { type ExplanationForm, explanationForms, renderExplanation } from '../tell/reports/explanation/explanation.ts';
import { addCommonOptions, addConfigurationOptions, type CommonOptions, environment } from './common-options.ts';
import { openAdvisories } from './open-advisories.ts';
import { readRecordFile } from './read-record-file.ts';
import { writeOutput } from './write-output.ts';

interface ExplainOptions extends CommonOptions {
  readonly record?: string;
  readonly database?: string;
  readonly platform?: string;
}

/** `plimsoll explain IMAGE PACKAGE VULNERABILITY`: why it is, or is not, a finding. */
export function explain(command: Command): void {
  command
    .argument('<image>', 'reference or digest, as the release states it')
    .argument('<package>', 'name, name@version, source package or package URL')
    .argument('<vulnerability>', 'CVE, or the id of an advisory');
  addConfigurationOptions(addCommonOptions(command, explanationForms))
    .addOption(environment(new Option('--record <file>', 'explain what a release record says; reads no image')))
    .addOption(environment(new Option('--database <file>', 'advisory database; with --record instead of what it embeds')))
    .addOption(environment(new Option('--platform <platform>', 'operating system and processor of the image')))
    .action(runExplain);
}

async function runExplain(reference: string, name: string, vulnerability: string, options: ExplainOptions): Promise<void> {
  const { release, configured } = options.record === undefined ? await readImage(reference, options) : fromRecord(options.record);
  const image = getImage(release, reference, options.platform);
  const own = options.database === undefined ? sourceOf(release.knowledge) : undefined;
  const opened = own ? undefined : openAdvisories(options.database, configured.database, configured.folder);
  try {
    const explanation = explainFinding(release, own ?? opened, { image, package: name, vulnerability });
    writeOutput(options.output, renderExplanation(explanation, options.format as ExplanationForm));
  } finally {
    opened?.close();
  }
}

interface Explained {
  readonly release: Release;
  readonly configured: { readonly database: string; readonly folder: string };
}

function fromRecord(file: string): Explained {
  return { release: readRecordFile(file), configured: { database: 'default', folder: '.' } };
}

async function readImage(reference: string, options: ExplainOptions): Promise<Explained> {
  const canonical = canonicalize(reference);
  if (canonical === undefined) throw new Fault('usage-wrong', `\`${reference}\` is no image reference`);
  const { readOneImage } = await import('./read-one-image.ts');
  return readOneImage(canonical, options);
}

function getImage({ images, product, version }: Release, reference: string, platform: string | undefined): ReleaseImage {
  const canonical = canonicalize(reference);
  const found = images
    .filter((image) => platform === undefined || image.platform === platform)
    .find(
      (image) =>
        [reference, canonical].includes(image.reference) ||
        image.reference.endsWith(`/${reference}`) ||
        (/^sha256:/.test(reference) && [image.digest, image.indexDigest].includes(reference)),
    );
  if (found) return found;
  const like = findNearestNames(
    reference,
    images.map((image) => image.reference),
  );
  const near = like.length > 0 ? ` It has ${like.join(', ')}.` : '';
  throw new Fault('usage-wrong', `${reference} is not an image of ${product} ${version}`, {
    help: `Write it as \`plimsoll report\` lists it.${near}`,
  });
}
