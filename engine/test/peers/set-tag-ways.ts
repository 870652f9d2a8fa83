import { chart, configMap, deployment, kustomized, name, openChart, other } from './set-tag-trees.ts';

/** One way in which a release may declare an image, as a small tree for each version that it may have. */
export interface Way {
  readonly name: string;
  /** Path → text, with the image `registry.example/app/web` at the version, and others beside it at one that stays. */
  readonly tree: (version: string, beside: string) => Readonly<Record<string, string>>;
  /** `sources` and what else the configuration holds, without `product`. */
  readonly configuration: string | ((version: string) => string);
  /** What the edited tree is, where it is not the tree of the new version. */
  readonly becomes?: (from: string, to: string) => Readonly<Record<string, string>>;
  /** Versions that can stand there; plain tags where it is left out. */
  readonly versions?: readonly string[];
}

/** Every tag is also that of another image, which has to stay as it is; `1.10` and `7` are numbers to YAML. */
export const tags = ['1.2.3', 'v1.2.3', '1.10', '7', '2024-01-31', '3.18-alpine', 'on'] as const;

const digests = ['a', 'b', 'c'].map((letter) => `sha256:${letter.repeat(64)}`);

const plain = 'sources: [{ yaml: manifests }]';
const built = 'sources: [{ kustomize: root }]';
const charted = 'sources: [{ helm: chart }]';
/** Every way of declaring that Plimsoll knows how to edit. */
export const ways: readonly Way[] = [
  {
    name: 'a plain manifest',
    configuration: plain,
    tree: (version, beside) => ({ 'manifests/web.yaml': `${deployment(`'${name}:${version}'`)}---\n${other(beside)}` }),
  },
  {
    name: 'a plain manifest with Windows line ends',
    configuration: plain,
    tree: (version) => ({ 'manifests/web.yaml': deployment(`${name}:${version}`).replaceAll('\n', '\r\n') }),
  },
  {
    name: 'the same image in several manifests',
    configuration: plain,
    tree: (version, beside) => ({
      'manifests/one.yaml': deployment(`${name}:${version}`, { title: 'one' }),
      'manifests/two.yaml': `${other(beside)}---\n${deployment(`"${name}:${version}"`, { title: 'two' })}`,
    }),
  },
  {
    name: 'a manifest by digest',
    configuration: plain,
    versions: digests,
    tree: (version) => ({ 'manifests/web.yaml': deployment(`${name}@${version}`) }),
  },
  {
    name: 'an argument',
    configuration: plain,
    tree: (version) => ({
      'manifests/web.yaml': deployment('registry.example/app/run:5', {
        lines: [`args: ["--verbose", "--worker-image=${name}:${version}"]`],
      }),
    }),
  },
  {
    name: 'an environment variable',
    configuration: plain,
    tree: (version) => ({
      'manifests/web.yaml': deployment('registry.example/app/run:5', {
        lines: [`env: [{name: WORKER_IMAGE, value: "${name}:${version}"}]`],
      }),
    }),
  },
  {
    name: 'JSON in a ConfigMap',
    configuration: plain,
    tree: (version, beside) => ({
      'manifests/all.yaml': `${configMap(`  config.json: |\n    {\n      "sidecar": {"image": "${name}:${version}"},\n      "limit": 3\n    }\n`)}---\n${other(beside)}`,
    }),
  },
  {
    name: 'split fields of a custom resource',
    configuration: plain,
    tree: (version) => ({
      'manifests/web.yaml': `apiVersion: example.org/v1\nkind: Server\nmetadata: {name: web}\nspec:\n  image:\n    repository: ${name}\n    tag: "${version}" # the tag\n`,
    }),
  },
  {
    name: 'the manifest of a kustomization',
    configuration: built,
    tree: (version, beside) => kustomized('', beside, `${name}:${version}`),
  },
  {
    name: 'newTag of a kustomization',
    configuration: built,
    tree: (version, beside) =>
      kustomized(
        `images:\n  - name: registry.example/app/db\n    newTag: "${beside}"\n  - name: ${name}\n    newTag: "${version}" # pinned\n`,
        beside,
      ),
  },
  {
    name: 'newTag with newName of a kustomization',
    configuration: built,
    tree: (version, beside) => kustomized(`images:\n- newTag: '${version}'\n  newName: ${name}\n  name: web\n`, beside, 'web:0'),
  },
  {
    name: 'digest of a kustomization',
    configuration: built,
    versions: digests,
    tree: (version) => kustomized(`images:\n- name: ${name}\n  digest: ${version}\n`, '1'),
  },
  {
    name: 'a tag where a kustomization had a digest',
    configuration: built,
    versions: [digests[0] ?? '', '1.10'],
    tree: () => kustomized(`images:\n- name: ${name}\n  digest: ${digests[0]}\n`, '1'),
    becomes: () => kustomized(`images:\n- name: ${name}\n  newTag: "1.10"\n`, '1'),
  },
  {
    name: 'newName of a kustomization, the tag from the manifest',
    configuration: built,
    versions: ['4.5.6', '4.5.7'],
    tree: () => kustomized(`images:\n- name: web\n  newName: ${name} # ours\n`, '1', 'web:4.5.6'),
    becomes: () => kustomized(`images:\n- name: web\n  newName: ${name}\n  newTag: 4.5.7 # ours\n`, '1', 'web:4.5.6'),
  },
  {
    name: 'a patch in a file',
    configuration: built,
    tree: (version, beside) => ({
      ...kustomized('patches: [{path: patch.yaml}]\n', beside),
      'root/patch.yaml': deployment(`${name}:${version}`),
    }),
  },
  {
    name: 'a JSON patch in the kustomization',
    configuration: built,
    tree: (version, beside) =>
      kustomized(
        `patches:\n- target: {kind: Deployment, name: web}\n  patch: |-\n    - op: replace\n      path: /spec/template/spec/containers/0/image\n      value: ${name}:${version}\n`,
        beside,
      ),
  },
  {
    name: 'a file of a ConfigMap generator',
    configuration: built,
    tree: (version, beside) => ({
      ...kustomized('configMapGenerator:\n- name: settings\n  files: [settings.yaml=other-name.yaml]\n', beside),
      'root/other-name.yaml': `# Read by the program.\nsidecar:\n  image: ${name}:${version}\n`,
    }),
  },
  {
    name: 'a literal of a ConfigMap generator',
    configuration: built,
    tree: (version, beside) =>
      kustomized(
        `configMapGenerator:\n- name: settings\n  literals:\n  - LIMIT=3\n  - WORKER_IMAGE=${name}:${version}\n`,
        beside,
      ),
  },
  {
    name: 'an env file of a ConfigMap generator',
    configuration: built,
    tree: (version, beside) => ({
      ...kustomized('configMapGenerator:\n- name: settings\n  envs: [params.env]\n', beside),
      'root/params.env': `# For the program.\nLIMIT=3\nWORKER_IMAGE=${name}:${version}\n`,
    }),
  },
  {
    name: 'a base below an overlay',
    configuration: 'sources: [{ kustomize: overlay }]',
    tree: (version, beside) => ({
      ...kustomized('', beside, `${name}:${version}`),
      'overlay/kustomization.yaml': 'resources: [../root]\nnamePrefix: production-\n',
    }),
  },
  {
    name: 'an image list',
    configuration: 'sources: [{ image-list: images.txt }]',
    tree: (version, beside) => ({
      'images.txt': `# All of them.\nregistry.example/app/db:${beside}\n${name}:${version}  # the page\n`,
    }),
  },
  {
    name: 'an extra image of the configuration',
    configuration: (version) =>
      `${plain}\nextraImages:\n  - image: ${name}:${version} # by hand\n    reason: pulled by the operator\n`,
    tree: (_, beside) => ({ 'manifests/db.yaml': other(beside) }),
  },
  {
    name: 'values of a chart',
    configuration: charted,
    tree: (version, beside) =>
      chart(`# Values.\ndatabase: {tag: "${beside}"}\nimage:\n  repository: ${name}\n  tag: "${version}" # of the page\n`),
  },
  {
    name: 'values given with a chart',
    configuration: 'sources: [{ helm: chart, values: [ours.yaml] }]',
    tree: (version) => ({
      ...chart(`image:\n  repository: ${name}\n  tag: "0.0.1"\n`),
      'ours.yaml': `image: {tag: '${version}'} # ours\n`,
    }),
  },
  {
    name: 'settings given with a chart',
    configuration: (version) => `sources:\n  - helm: chart\n    set: ["replicas=2", "image.tag=${version}"] # ours\n`,
    versions: ['1.2.3', 'v1.2.3', '3.18-alpine'],
    tree: () => chart(`image:\n  repository: ${name}\n  tag: "0.0.1"\n`),
  },
  {
    name: 'a reference in the template of a chart',
    configuration: charted,
    tree: (version) => chart('limit: 3\n', { template: `${name}:${version}` }),
  },
  {
    name: 'the version of a chart, where the values leave the tag open',
    configuration: charted,
    versions: ['2.3.4', '2.3.5'],
    tree: () => openChart('tag: ""'),
    becomes: (_, to) => openChart(`tag: "${to}"`),
  },
  {
    name: 'the version of a chart, where the values have no tag',
    configuration: charted,
    versions: ['2.3.4', '2.3.5'],
    tree: () => openChart('pullPolicy: Always'),
    becomes: (_, to) => openChart(`tag: "${to}"\n  pullPolicy: Always`),
  },
  {
    name: 'a chart that makes passwords anew each time',
    configuration: charted,
    tree: (version) => ({
      ...chart(`image:\n  repository: ${name}\n  tag: "${version}"\n`),
      'chart/templates/secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: {name: random}\nstringData: {password: "{{ randAlphaNum 20 }}"}\n',
    }),
  },
  {
    name: 'a document in the values of a chart that states the image several times',
    configuration: charted,
    tree: (version) => ({
      ...chart(`config: |\n  one:\n    image: ${name}:${version}\n  two:\n    image: ${name}:${version}\n`, {
        template: 'registry.example/app/run:5',
      }),
      'chart/templates/settings.yaml': configMap('  settings.yaml: |\n{{ .Values.config | indent 4 }}'),
    }),
  },
  {
    name: 'values in a loftsman manifest',
    configuration: 'sources: [{ loftsman: manifests, charts: . }]',
    tree: (version) => ({
      ...chart(`image:\n  repository: ${name}\n  tag: "0.0.1"\n`),
      'manifests/core.yaml': `apiVersion: manifests/v1beta1\nmetadata: {name: core}\nspec:\n  charts:\n  - name: web\n    version: 0.1.0\n    namespace: web\n    values:\n      image:\n        tag: "${version}" # ours\n`,
    }),
  },
  {
    name: 'an index of skopeo sync',
    configuration: 'sources: [{ skopeo-sync: index.yaml }]',
    tree: (version, beside) => ({
      'index.yaml': `# Copied every night.\nregistry.example:\n  images:\n    app/db:\n      - "${beside}"\n    app/web:\n      - "${version}" # the page\n`,
    }),
  },
  {
    name: 'FROM of a Dockerfile',
    configuration: 'sources: [{ dockerfile: Dockerfile }]',
    tree: (version, beside) => ({
      Dockerfile: `FROM registry.example/app/db:${beside} AS build\nFROM ${name}:${version}\nCOPY --from=build /a /b\n`,
    }),
  },
  {
    name: 'ARG of a Dockerfile',
    configuration: 'sources: [{ dockerfile: Dockerfile }]',
    tree: (version) => ({ Dockerfile: `ARG LIMIT=3\nARG VERSION="${version}"\nFROM ${name}:\${VERSION}\n` }),
  },
];
