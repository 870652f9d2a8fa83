import { z } from 'zod';
import { tiers } from '../../model/inventory.ts';
import { policySchema } from './policy-schema.ts';
import { signaturesSchema } from './signatures-schema.ts';
import { tenancySchema } from './tenancy-schema.ts';

const path = z.string().min(1).describe("Relative to the configuration's folder.");
const component = z.string().min(1).describe('The component that these manifests belong to.');

/** `sources`: one entry a kind; the key says which. */
const source = z.union([
  z.strictObject({ yaml: path.describe('A file, a folder or a glob of plain manifests.'), component: component.optional() }),
  z.strictObject({
    kustomize: path.describe('The folder of a kustomization that is installed.'),
    component: component.optional(),
  }),
  z.strictObject({
    helm: path.describe('The folder of a chart, or a packed one.'),
    values: z.array(path).default([]).describe('Values files, in order.'),
    set: z
      .array(z.string().regex(/^[^=]+=/, 'write NAME=VALUE'))
      .default([])
      .describe('As `helm --set` takes them.'),
    release: z.string().min(1).default('release').describe('Name of the Helm release.'),
    namespace: z.string().min(1).default('default'),
    kubeVersion: z.string().optional().describe('Kubernetes version that the chart is told.'),
    apiVersions: z.array(z.string()).default([]).describe('API versions that the chart is told are there.'),
    component: component.optional(),
  }),
  z.strictObject({ 'image-list': path.describe('A text file with one image a line.'), component: component.optional() }),
  z.strictObject({
    loftsman: path.describe('A manifest of loftsman, a folder or a glob of them.'),
    charts: path.optional().describe('A folder of charts, packed or not, or an OCI registry: oci://HOST/PATH.'),
    component: component.optional(),
  }),
  z.strictObject({
    'skopeo-sync': path.describe('An index file of skopeo sync, a folder or a glob of them.'),
    component: component.optional(),
  }),
  z.strictObject({
    cluster: path.describe('What `kubectl get pods -A -o json` printed, to be compared with what the other sources say.'),
    component: component.optional(),
  }),
  z.strictObject({
    dockerfile: path.describe('A Dockerfile, a folder or a glob of them, for what they are built on.'),
    component: component.optional(),
  }),
]);

const registry = z.union([
  z.literal('default'),
  z.strictObject({
    insecure: z.array(z.string()).default([]).describe('Hosts that are spoken to over plain http; loopback always is.'),
    certificates: z.array(path).default([]).describe("PEM files of authorities that are trusted beside the system's."),
  }),
]);

const images = z.union([
  z.strictObject({ 'oci-layout': path.describe('An OCI layout, or a folder of several.') }),
  z.strictObject({ 'docker-archive': path.describe('A file or glob of `docker save` archives.') }),
  z.strictObject({ containerd: path.describe("Containerd's folder, /var/lib/containerd: its content store.") }),
  z.strictObject({ sbom: path.describe('A folder of SBOMs that stand for their images, or one file.') }),
  z.strictObject({ registry: registry.describe('Registries, with the sign-ins of docker, podman and skopeo.') }),
]);

const globs = z.union([path, z.array(path).min(1)]);
const allowed = z.int().min(0).optional();

const exceptions = z.union([
  globs,
  z.strictObject({
    files: globs.describe('Files of exceptions, and files in which other scanners are told what to ignore.'),
    budget: z
      .strictObject({ CRITICAL: allowed, HIGH: allowed, MEDIUM: allowed, LOW: allowed, UNKNOWN: allowed })
      .default({})
      .describe('How many findings of a severity exceptions may take out of totals.'),
  }),
]);

/** What may stand in `plimsoll.yaml`; the JSON Schema for editors is generated from it. */
export const configurationSchema = z.strictObject({
  product: z.string().min(1).describe('What is released.'),
  version: z
    .union([z.string().min(1), z.number()])
    .optional()
    .describe("The release's version; from the Git tag where it is left out."),
  sources: z.array(source).min(1).describe('Where the release states what it installs.'),
  components: z
    .record(
      z.string(),
      z.strictObject({
        owner: z.string().min(1).optional(),
        tier: z.enum(tiers).optional(),
        plane: z.string().min(1).optional().describe('control-plane, user-access, compute, or a word of your own.'),
      }),
    )
    .default({})
    .describe('Whose the components are, and what for.'),
  tiers: z
    .array(
      z.strictObject({ path: path.describe('Covers what lies below; `*` within a part, `**` over parts.'), tier: z.enum(tiers) }),
    )
    .default([])
    .describe('How much what stands under a path matters; the first that covers a file, before what its component says.'),
  own: z
    .array(z.string().min(1))
    .optional()
    .describe('Registries and repositories of our own images, `registry.example/ours/**`; everything else is of third parties.'),
  images: z
    .array(images)
    .default([{ registry: 'default' }])
    .describe('Where image content is read from; the first that has an image.'),
  bases: path
    .optional()
    .describe(
      'A list of images that others are built on, each with `name`, `layers` (digests, oldest first) and perhaps `digest`.',
    ),
  advisories: z
    .strictObject({
      database: z.string().min(1).default('default').describe('Path of the advisory database.'),
      sources: z.array(z.string().min(1)).optional().describe('What `advisories update` fetches: kev, epss, osv:Go, debian …'),
      mirrors: z
        .record(z.string().min(1), z.url())
        .default({})
        .describe('Source, or `osv` for all of its ecosystems, with the address that it is fetched from instead.'),
    })
    .default({ database: 'default', mirrors: {} })
    .describe('Where advisories are, and where they come from.'),
  severity: z
    .strictObject({
      order: z.array(z.string().min(1)).min(1).describe('vendor, nvd, cna, ghsa, cisa-adp, others, or sources by name.'),
    })
    .optional()
    .describe('Whose word on severity is shown where several differ; the first that gives one.'),
  extraImages: z
    .array(z.strictObject({ image: z.string().min(1), component: component.optional(), reason: z.string().min(1) }))
    .default([])
    .describe('Images that the release pulls and no manifest states.'),
  vendor: z
    .record(z.string().min(1), path)
    .default({})
    .describe('Remote kustomize bases, by address and version, with the folder or file that holds a copy of each.'),
  mirrors: z
    .array(z.strictObject({ from: z.string().min(1), to: z.string().min(1) }))
    .default([])
    .describe('Declared as `from`, pulled from `to`.'),
  tenants: z
    .array(z.string().min(1))
    .optional()
    .describe(
      'Namespaces that belong to tenants: names, patterns such as `team-*`, or of a label that says whose one is: `example.com/team=*`.',
    ),
  tenancy: tenancySchema,
  policy: policySchema,
  signatures: signaturesSchema.optional(),
  triage: z
    .strictObject({ table: path.optional().describe("A file with a decision table of your own; CISA's where it is left out.") })
    .default({})
    .describe('How findings get their priorities.'),
  exceptions: exceptions
    .optional()
    .describe('What is accepted for now, by whom and until when; .trivyignore, .grype.yaml, osv-scanner.toml and .snyk too.'),
  vex: globs.optional().describe('VEX documents: OpenVEX, CSAF, CycloneDX.'),
  tools: z
    .strictObject({ kustomize: z.string().optional(), kubectl: z.string().optional(), helm: z.string().optional() })
    .default({})
    .describe('Programs that render; found on the PATH where they are left out.'),
  limits: z
    .strictObject({
      layerBytes: z.int().positive().optional().describe('Largest uncompressed layer that is read, bytes.'),
      layerEntries: z.int().positive().optional().describe('Most entries of a layer that are read.'),
      layerPackages: z.int().positive().optional().describe('Most packages, names in lock files and gaps that a layer may tell.'),
      layerRatio: z.int().min(2).optional().describe('How many times its size a layer may unpack to, above 1 GiB.'),
      zstdWindowBytes: z
        .int()
        .min(1024)
        .max(2 ** 31)
        .optional()
        .describe('Largest window that zstd may ask for, bytes; a power of two.'),
      sbomBytes: z.int().positive().optional().describe('Largest SBOM that is read, bytes.'),
      sbomComponents: z.int().positive().optional().describe('Most components of an SBOM that are read.'),
      sbomValues: z.int().positive().optional().describe('Most values of an SBOM in JSON, or elements and attributes in XML.'),
      sbomSeconds: z.number().positive().optional().describe('Processor time that an SBOM may take, above a second for 8 MiB.'),
      sbomMemoryBytes: z.int().positive().optional().describe('Memory that reading an SBOM may take above its size, bytes.'),
    })
    .default({})
    .describe('What no layer and no SBOM may exceed.'),
  cache: z
    .strictObject({
      maxBytes: z.int().positive().optional().describe('What readings of layers may take on disk; the least recently used go.'),
      shared: z.string().min(1).optional().describe('Readings of a team: a folder, or oci://HOST/REPOSITORY.'),
    })
    .optional()
    .describe('What is kept of layers that were read.'),
  fileDigests: z
    .boolean()
    .optional()
    .describe('Whether the SHA-256 of every file is kept, so that `affected sha256:…` finds files; off by default.'),
  knownClasses: path
    .optional()
    .describe(
      'Libraries that are known by their classes, beside those that Plimsoll brings: a file that tools/known-classes.ts wrote.',
    ),
});

/** The configuration as people write it, with defaults filled in. */
export type ConfigurationDocument = z.infer<typeof configurationSchema>;
