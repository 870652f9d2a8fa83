import { listAt, type Members, objectsAt, textAt } from '../../formats/json/members.ts';
import { scalarText } from '../../formats/json/scalar-text.ts';
import { pathInResource, type Workload } from '../../formats/kubernetes/workload.ts';
import { toLogicalName } from '../../formats/reference/logical-name.ts';
import { parseReference } from '../../formats/reference/reference.ts';
import type { Gap } from '../../model/reading.ts';
import type { StoreAccess, StoreRule } from '../../model/tenancy.ts';
import { type StoreProduct, storeProducts } from './store-products.ts';
import { nameOf, type PlacedUse, placedAt, secretUsesOf, settingsOf } from './workload-words.ts';

/** A container that is a known store, and who gets in by its settings. */
export interface FoundStore {
  readonly workload: Workload;
  readonly product: StoreProduct;
  readonly image: string;
  readonly ports: readonly number[];
  readonly access: StoreAccess;
  readonly because: readonly string[];
  /** What says so in the workload: a variable, an argument, else the image. */
  readonly path: string;
  /** That its credentials come from. */
  readonly secrets: readonly PlacedUse[];
}

/** Kinds whose pods ask a store something and end. */
const passing = new Set(['Job', 'CronJob']);

/** Every store among the workloads, by its image: of a known product, or of a rule of the project's. */
export function findStores(workloads: readonly Workload[], rules: readonly StoreRule[]): readonly FoundStore[] {
  return workloads
    .filter(({ resource }) => !passing.has(resource.identity.kind))
    .flatMap((workload) =>
      objectsAt(workload.pod, 'containers').flatMap((container, index): FoundStore[] => {
        const image = textAt(container, 'image') ?? '';
        const product = findProduct(image, rules);
        if (!product) return [];
        const judged = judgeSettings(workload, container, product);
        const path = pathInResource(workload, `containers[${index}]`);
        return [{ workload, product, image, ...judged, path: `${path}.${findSetting(container, product) ?? 'image'}` }];
      }),
    );
}

/**
 * Rules that name no product that is known, or an image that no workload has, and stores whose settings could not be read.
 *
 * gaps    store-product-unknown, store-image-missing, store-settings-unread
 */
export function findStoreGaps(stores: readonly FoundStore[], rules: readonly StoreRule[]): readonly Gap[] {
  const known = storeProducts.map(({ id }) => id);
  return [
    ...rules
      .filter(({ product }) => !known.includes(product))
      .map(({ product, file, line }) => ({
        ...{ code: 'store-product-unknown', unit: 'judge/tenancy', path: file, line },
        detail: `There is no store ${product}; known are ${known.join(', ')}.`,
      })),
    ...rules
      .filter((rule) => known.includes(rule.product) && !stores.some(({ image }) => isOf(rule, image)))
      .map(({ image, file, line }) => ({
        ...{ code: 'store-image-missing', unit: 'judge/tenancy', path: file, line },
        detail: `No workload has image ${image}; rules name registry and repository, without tag.`,
      })),
    ...stores
      .filter(({ access }) => access === 'unknown')
      .map(({ workload: { resource }, product, because }) => ({
        ...{ code: 'store-settings-unread', unit: 'judge/tenancy', path: resource.file },
        ...(resource.line !== undefined && { line: resource.line }),
        detail: `Who gets into ${product.title} (${nameOf(resource)}) is not in its manifest. ${because.join(' ')}`,
      })),
  ];
}

function findProduct(image: string, rules: readonly StoreRule[]): StoreProduct | undefined {
  const reference = parseReference(image);
  if (!reference) return undefined;
  const { name } = toLogicalName(reference);
  const rule = rules.find((each) => isOf(each, image));
  const last = name.slice(name.lastIndexOf('/') + 1);
  return storeProducts.find(({ id, images }) => (rule ? id === rule.product : images.includes(last)));
}

/** By the registry and repository that an image is pulled from, or comes from. */
function isOf(rule: StoreRule, image: string): boolean {
  const [reference, wanted] = [parseReference(image), parseReference(rule.image)];
  if (!reference || !wanted) return false;
  const name = `${wanted.registry}/${wanted.repository}`;
  return name === `${reference.registry}/${reference.repository}` || name === toLogicalName(reference).name;
}

function judgeSettings(
  workload: Workload,
  container: Members,
  product: StoreProduct,
): Omit<FoundStore, 'workload' | 'product' | 'image' | 'path'> {
  const settings = settingsOf(container);
  const matching = (pattern: RegExp | undefined) =>
    pattern ? settings.filter((each) => pattern.test(each)).map(withoutValue) : [];
  const [separated, opened, credential] = [product.separated, product.opened, product.credential].map(matching) as [
    string[],
    string[],
    string[],
  ];
  const named = new Set(credential);
  const secrets = secretUsesOf(workload).filter(({ as }) => named.has(as.replace(/^variable /, '')) || as === 'variables');
  const stated = portsOf(container);
  const ports = stated.length > 0 ? stated : product.ports;
  if (separated.length > 0)
    return { ports, secrets, access: 'per-user', because: [`It is set with ${[...new Set(separated)].join(', ')}.`] };
  if (credential.length > 0)
    return { ports, secrets, access: 'one-credential', because: [`It is set with ${[...new Set(credential)].join(', ')}.`] };
  if (opened.length > 0)
    return { ports, secrets, access: 'open', because: [`${[...new Set(opened)].join(', ')} lets everybody in.`] };
  const unread = product.credential === undefined ? [] : hiddenSettings(container);
  if (unread.length > 0) return { ports, secrets, access: 'unknown', because: unread };
  return { ports, secrets, access: product.otherwise, because: [product.because] };
}

/** The first setting that tells who gets in: `env[0]`. */
function findSetting(container: Members, { separated, credential, opened }: StoreProduct): string | undefined {
  const settings = [
    ...placedAt(container, 'env').map(([each, step]) => [`${textAt(each, 'name') ?? ''}=${textAt(each, 'value') ?? ''}`, step]),
    ...['command', 'args'].flatMap((name) => placedAt(container, name).map(([each, step]) => [scalarText(each), step])),
  ];
  const patterns = [separated, credential, opened];
  return patterns.flatMap((pattern) => settings.find(([text = '']) => pattern?.test(text))?.[1] ?? [])[0];
}

/** What a password is must not be told; which setting it is may. */
function withoutValue(setting: string): string {
  return setting.replace(/[= ].*$/s, '');
}

function portsOf(container: Members): readonly number[] {
  return listAt(container, 'ports').flatMap((port) => {
    const number = Object(port).containerPort;
    return typeof number === 'number' ? [number] : [];
  });
}

/** Why settings may be somewhere else. */
function hiddenSettings(container: Members): readonly string[] {
  const sources = objectsAt(container, 'envFrom').map(
    (each) => textAt(each, 'secretRef', 'name') ?? textAt(each, 'configMapRef', 'name') ?? 'another object',
  );
  const files = settingsOf(container).filter((each) => /\.(?:conf|cnf|ya?ml|toml|json|acl)$/.test(each));
  const mounts = objectsAt(container, 'volumeMounts').flatMap((each) => {
    const path = textAt(each, 'mountPath') ?? '';
    return /conf|\/etc\/|secret|\.cnf$|initdb/i.test(path) ? [path] : [];
  });
  return [
    ...(sources.length > 0 ? [`Variables come from ${[...new Set(sources)].join(', ')}.`] : []),
    ...(files.length + mounts.length > 0 ? [`It reads ${[...new Set([...files, ...mounts])].join(', ')}.`] : []),
  ];
}
