import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { cacheFolder } from '../adapters/files/cache-folder.ts';
import { createBlobCache } from '../adapters/images/blob-cache.ts';
import type { SignatureReport } from '../model/signatures.ts';
import { judgeCoverage } from '../pipeline/judge-coverage.ts';
import { readInventory } from '../pipeline/read-inventory.ts';
import { verifySignatures } from '../pipeline/verify-signatures.ts';
import { signaturesToJson, signaturesToText } from '../tell/reports/signatures.ts';
import { addReleaseOptions, type CommonOptions, environment } from './common-options.ts';
import { exitCodes } from './fail.ts';
import type { FoundConfiguration } from './find-configuration.ts';
import { findVersion } from './find-version.ts';
import { openReleaseTree, type ReferenceOptions } from './open-release-tree.ts';
import { openSourceWorld } from './open-source-world.ts';
import { openStores } from './open-stores.ts';
import { openTrust, type TrustOptions } from './open-trust.ts';
import { createProgress, type Progress } from './progress.ts';
import { watchInterrupts } from './watch-interrupts.ts';
import { writeOutput } from './write-output.ts';

interface VerifyCommandOptions extends CommonOptions, ReferenceOptions, TrustOptions {
  readonly platform: readonly string[];
}

/** `plimsoll verify [PATH…]`: who signed the images of the release, and whether that is what the site demands. */
export function verify(command: Command): void {
  command.argument('[paths...]', 'kustomizations, charts, manifests or lists of images, where there is no configuration');
  addReleaseOptions(command, ['terminal', 'json'])
    .addOption(environment(new Option('--key <file...>', 'public keys in PEM form; one of them has to have signed every image')))
    .addOption(environment(new Option('--certificate-identity <subject>', 'whom the certificate has to name')))
    .addOption(environment(new Option('--certificate-identity-regexp <pattern>', 'the same, as a pattern of the whole text')))
    .addOption(environment(new Option('--certificate-oidc-issuer <address>', 'who has to vouch for the identity')))
    .addOption(environment(new Option('--certificate-oidc-issuer-regexp <pattern>', 'the same, as a pattern of the whole text')))
    .addOption(environment(new Option('--trusted-root <file>', 'trusted_root.json with authorities and logs; none is fetched')))
    .addOption(
      environment(
        new Option('--platform <platform...>', 'operating system and processor of the images').default(['linux/amd64']),
      ),
    )
    .addHelpText('after', '\nExit code 1 where an image lacks what is demanded of it, 3 where that could not be read.')
    .action(runVerify);
}

async function runVerify(paths: string[], options: VerifyCommandOptions): Promise<void> {
  const progress = createProgress(process.stderr, options);
  const tree = await openReleaseTree(paths, options);
  try {
    const { configuration } = tree.found;
    const { report, gaps } = await verifyRelease(tree.found, options, progress);
    progress.end();
    const subject = { product: configuration.product, version: await findVersion(tree.found, options) };
    writeOutput(options.output, options.format === 'json' ? signaturesToJson(report, subject) : signaturesToText(report));
    const { isAccepted } = judgeCoverage({ gaps, undecided: [] }, configuration.policy.coverage);
    for (const { path, detail } of gaps) process.stderr.write(`${path === undefined ? '' : `${path}: `}${detail}\n`);
    process.exitCode = exitCodeOf(report, !isAccepted);
  } finally {
    progress.end();
    tree.close();
  }
}

async function verifyRelease(found: FoundConfiguration, options: VerifyCommandOptions, progress: Progress) {
  const { configuration, folder } = found;
  const trust = openTrust(options, configuration.signatures, folder);
  const sources = openSourceWorld(found, options);
  const stores = await openStores(found, { ...options, blobs: createBlobCache(join(cacheFolder(process.env), 'manifests')) });
  const interrupts = watchInterrupts();
  try {
    progress.stage('Rendering sources');
    const inventory = await readInventory(configuration, { sources: sources.world }, { onStep: progress.step });
    const references = inventory.images
      .filter(({ occurrences }) => occurrences.some(({ conditional }) => conditional.length === 0))
      .map(({ reference }) => reference);
    progress.stage('Checking signatures');
    const { signal } = interrupts;
    const report = await verifySignatures(references, stores, trust, {
      platforms: options.platform,
      signal,
      onStep: progress.step,
    });
    return { report, gaps: inventory.gaps };
  } finally {
    interrupts.stop();
    sources.close();
    await Promise.all(stores.map((store) => store.close()));
  }
}

/** With several, the highest wins. */
function exitCodeOf({ images }: SignatureReport, isIncomplete: boolean): number {
  const refused = images.filter(({ accepted }) => !accepted);
  if (isIncomplete || refused.some(({ state }) => state === 'unknown')) return exitCodes.incomplete;
  return refused.length > 0 ? exitCodes.gate : exitCodes.done;
}
