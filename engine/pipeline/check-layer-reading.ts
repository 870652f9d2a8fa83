import { z } from 'zod';
import type { Distribution } from '../model/distribution.ts';
import type {
  FileDigests,
  InstalledFiles,
  LayerEntries,
  LayerFacts,
  LayerReading,
  OwnedFiles,
  ScriptAct,
} from '../model/layer.ts';
import type { Package, PackageType, SchemeId } from '../model/package.ts';
import type { Gap } from '../model/reading.ts';

/** Names every field of a noun, so that one that is added to the model cannot be forgotten here. */
type Shape<Noun> = { readonly [Field in keyof Required<Noun>]: z.ZodType };

const text = z.string();
const texts = z.array(text);
const count = z.number().nonnegative();
const position = z.int().nonnegative();

const schemes = oneOf<SchemeId>({
  dpkg: 1,
  rpm: 1,
  apk: 1,
  semver: 1,
  go: 1,
  pep440: 1,
  maven: 1,
  gem: 1,
  nuget: 1,
  packagist: 1,
  hex: 1,
  bitnami: 1,
});

const types = oneOf<PackageType>({
  deb: 1,
  apk: 1,
  rpm: 1,
  npm: 1,
  pypi: 1,
  golang: 1,
  maven: 1,
  cargo: 1,
  nuget: 1,
  composer: 1,
  gem: 1,
  conda: 1,
  cran: 1,
  luarocks: 1,
  bitnami: 1,
  generic: 1,
});

const packageShape: Shape<Package> = {
  type: types,
  name: text,
  version: text,
  scheme: schemes,
  source: z.looseObject({ name: text, version: text }).optional(),
  architecture: text.optional(),
  license: text.optional(),
  module: text.optional(),
  sizeBytes: count.optional(),
  certainty: oneOf<Package['certainty']>({ certain: 1, likely: 1 }),
  path: text,
  line: position.optional(),
};

const gapShape: Shape<Gap> = {
  code: text,
  unit: text,
  path: text.optional(),
  line: position.optional(),
  detail: text,
  image: text.optional(),
  layer: text.optional(),
};

const distributionShape: Shape<Distribution> = {
  id: text,
  like: texts,
  versionId: text.optional(),
  codename: text.optional(),
  variant: text.optional(),
  title: text.optional(),
  path: text,
};

const entriesShape: Shape<LayerEntries> = {
  directories: texts,
  classes: z.array(
    z.looseObject({
      kind: z.enum(['file', 'directory', 'symlink', 'hardlink', 'other']),
      mode: position,
      uid: z.number(),
      gid: z.number(),
    }),
  ),
  runs: z.array(position),
  sizes: z.array(count),
  targets: texts,
  capabilities: z.array(z.tuple([text, text])),
};

const ownedShape: Shape<OwnedFiles> = {
  cataloger: text,
  path: text,
  name: text,
  version: text.optional(),
  architecture: text.optional(),
  files: texts,
};

const actShape: Shape<ScriptAct> = { line: z.number(), command: text, target: text.optional(), decides: z.boolean() };

const factsShape: Shape<LayerFacts> = {
  entries: z.looseObject(entriesShape),
  owned: z.array(z.looseObject(ownedShape)),
  users: z.array(z.looseObject({ name: text, uid: z.number(), gid: z.number() })).optional(),
  groups: z.array(z.looseObject({ name: text, gid: z.number(), members: texts.optional() })).optional(),
  credentials: z.array(z.looseObject({ path: text, what: text, by: z.enum(['name', 'header']) })),
  scripts: z.array(z.looseObject({ path: text, interpreter: text, acts: z.array(z.looseObject(actShape)) })).optional(),
};

const ownerShape: Shape<InstalledFiles> = {
  cataloger: text,
  name: text,
  version: text.optional(),
  architecture: text.optional(),
  files: z.array(position),
};

const digestsShape: Shape<FileDigests> = {
  paths: texts,
  sha256: text,
  unhashed: texts,
  owners: z.array(z.looseObject(ownerShape)).optional(),
};

const readingShape: Shape<LayerReading> = {
  digest: text,
  diffId: text,
  compressedBytes: count,
  uncompressedBytes: count,
  paths: texts,
  whiteouts: texts,
  opaque: texts,
  found: z.array(z.looseObject({ cataloger: text, path: text, packages: z.array(z.looseObject(packageShape)) })),
  distributions: z.array(z.looseObject(distributionShape)),
  facts: z.looseObject(factsShape).optional(),
  fileDigests: z.looseObject(digestsShape).optional(),
  gaps: z.array(z.looseObject(gapShape)),
  complete: z.literal(true),
};

const reading = z.looseObject(readingShape);

/**
 * Whether a value has the form of a complete reading of a layer: for readings that others made. The form can be checked and the truth
 * cannot: whoever may write to a shared cache can say what is in a layer.
 *
 * out     the value itself, or undefined
 * cost    O(size)
 */
export function checkLayerReading(value: unknown): LayerReading | undefined {
  return reading.safeParse(value).success ? (value as LayerReading) : undefined;
}

/** Exactly the members of a union. */
function oneOf<Member extends string>(members: Readonly<Record<Member, 1>>) {
  return z.enum(Object.keys(members) as [Member, ...Member[]]);
}
