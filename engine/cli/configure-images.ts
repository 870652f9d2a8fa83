import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { canonicalize, parseReference } from '../formats/reference/reference.ts';
import { Fault } from '../model/fault.ts';
import type { Reading } from '../model/reading.ts';
import type { ImageStoreSpec } from '../pipeline/configuration/configuration.ts';
import { defaultConfiguration } from '../pipeline/configuration/default-configuration.ts';
import type { ConfigurationOptions, FoundConfiguration } from './find-configuration.ts';
import { unversioned } from './find-version.ts';
import { isLayout, isOfImages, registryPrefix } from './is-of-images.ts';
import { openStores } from './open-stores.ts';

/**
 * The configuration of a release that is images alone: all that archives and layouts hold, and references.
 *
 * out     a single image gives product and version, where the command line gives none
 * gaps    those of looking into archives and layouts
 * faults  usage-wrong: manifests are among them, what is no reference, archives and layouts that hold nothing; file-unreadable
 */
export async function configureImages(paths: readonly string[], { product }: ConfigurationOptions): Promise<FoundConfiguration> {
  const folder = resolve('.');
  const specs = paths.map(toStore);
  const listed = await Promise.all(paths.map((path, at) => listImages(path, specs[at])));
  const extraImages = listed.flatMap(({ items }) => items.map((image) => ({ image, reason: 'it was named', line: 1 })));
  const gaps = listed.flatMap((each) => each.gaps);
  if (extraImages.length === 0)
    throw new Fault('usage-wrong', gaps[0]?.detail ?? `${paths.join(', ')} holds no image`, {
      help: 'Save one with its name, as `docker save -o image.tar NAME:TAG` does.',
    });
  const [only, ...others] = extraImages.map(({ image }) => parseReference(image));
  const single = others.length === 0 ? only : undefined;
  return {
    configuration: {
      ...defaultConfiguration(product ?? (single ? basename(single.repository) : basename(folder)), []),
      version: single?.tag ?? unversioned,
      // Several references are looked for in one world of registries.
      images: specs.filter(({ kind }, at) => kind !== 'registry' || specs.findIndex((one) => one.kind === kind) === at),
      extraImages,
      file: paths.join(' '),
    },
    folder,
    gaps,
  };
}

function toStore(path: string): ImageStoreSpec {
  if (path.startsWith(registryPrefix)) return { kind: 'registry', insecure: [], certificates: [] };
  if (isLayout(path)) return { kind: 'oci-layout', at: path };
  if (!isOfImages(path))
    throw new Fault('usage-wrong', `${path} holds manifests, and images are named beside it`, {
      help: 'Write a plimsoll.yaml that names both: `sources` for manifests, `images` for where their content is.',
    });
  if (!existsSync(path)) throw new Fault('file-unreadable', `${path} does not exist`);
  return { kind: 'docker-archive', at: path };
}

/** Canonical references. */
async function listImages(path: string, spec: ImageStoreSpec | undefined): Promise<Reading<string>> {
  if (spec?.kind === 'registry') return { items: [referenceIn(path)], gaps: [] };
  const configuration = { ...defaultConfiguration('', []), images: spec ? [spec] : [] };
  const [store] = await openStores({ configuration, folder: resolve('.') }, {});
  const listed = await store?.list?.();
  await store?.close();
  return listed ?? { items: [], gaps: [] };
}

function referenceIn(path: string): string {
  const reference = canonicalize(path.slice(registryPrefix.length));
  if (reference !== undefined) return reference;
  throw new Fault('usage-wrong', `\`${path.slice(registryPrefix.length)}\` is no image reference; write registry:nginx:1.27`);
}
