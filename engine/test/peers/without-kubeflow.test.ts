import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { openSourceWorld } from '../../cli/open-source-world.ts';
import type { Release } from '../../model/release.ts';
import { defaultConfiguration } from '../../pipeline/configuration/default-configuration.ts';
import { readManifests } from '../../pipeline/read-inventory.ts';
import { toSubjects } from '../../pipeline/removal/to-subjects.ts';
import { withoutInRecord } from '../../pipeline/removal/without-record.ts';
import { sampleRelease } from '../sample-release.ts';

const data = process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const tree = join(data, 'kubeflow/v1.7.0/tree');
const skip = existsSync(tree) ? false : `there is no Kubeflow v1.7.0 in ${data}`;

const unread = sampleRelease.images.find(({ status }) => status !== 'read');

async function readKubeflow(): Promise<Release> {
  const configuration = defaultConfiguration('Kubeflow', [{ kind: 'kustomize', at: 'example' }]);
  const sources = openSourceWorld({ configuration, folder: tree }, { offline: true });
  try {
    const manifests = await readManifests(configuration, { sources: sources.world }, {});
    const images = manifests.inventory.images.flatMap(({ reference }) => (unread ? [{ ...unread, reference }] : []));
    return { ...sampleRelease, ...manifests, images, findings: [], gaps: [] };
  } finally {
    sources.close();
  }
}

/** What is thought away; what goes besides; what still refers to it. Each was looked up in the manifests by hand. */
const rows: readonly (readonly [subject: string, besides: readonly string[], references: readonly string[]])[] = [
  [
    'image:minio',
    [
      'AuthorizationPolicy minio-service',
      'DestinationRule ml-pipeline-minio',
      'PersistentVolumeClaim minio-pvc',
      'Service minio-service',
    ],
    ['ConfigMap workflow-controller-configmap data.artifactRepository → Service kubeflow/minio-service'],
  ],
  [
    'image:oidc-authservice',
    [
      ...['ClusterRole authn-delegator', 'ClusterRoleBinding authn-delegators', 'ConfigMap oidc-authservice-parameters'],
      ...[
        'PersistentVolumeClaim authservice-pvc',
        'Secret oidc-authservice-client',
        'Service authservice',
        'ServiceAccount authservice',
      ],
    ],
    ['uri', 'cluster'].map(
      (field) =>
        `EnvoyFilter authn-filter spec.configPatches[0].patch.value.typed_config.http_service.server_uri.${field} → Service istio-system/authservice`,
    ),
  ],
  [
    'path:apps/pipeline/upstream/third-party/mysql',
    [],
    [
      'ConfigMap pipeline-install-config data.dbHost → Service kubeflow/mysql',
      'Deployment cache-server spec.template.spec.containers[0].env[5].value → Service kubeflow/mysql',
      // The kind of its own database, not an address: the reference is likely, and this one is wrong.
      'Deployment katib-db-manager spec.template.spec.containers[0].env[0].value → Service kubeflow/mysql',
    ],
  ],
];

describe('Kubeflow v1.7.0 without some of it', { skip }, () => {
  let release: Release;
  before(async () => {
    release = await readKubeflow();
  });
  for (const [subject, besides, references] of rows)
    test(subject, () => {
      const removal = withoutInRecord(release, toSubjects([subject], release));
      const found = removal.resources.filter(({ why }) => why === 'only-for-it');
      assert.deepEqual(found.map(({ resource }) => `${resource.kind} ${resource.name}`).toSorted(), besides.toSorted());
      assert.deepEqual(
        removal.references.map(({ from, path, to }) => `${from?.kind} ${from?.name} ${path} → ${to}`).toSorted(),
        references.toSorted(),
      );
    });

  test('KServe takes its rights and its way in along', () => {
    const { content, rights, network, references } = withoutInRecord(release, toSubjects(['path:contrib/kserve'], release));
    const gone = rights.lost.filter(({ isGone, subject }) => isGone && subject.namespace === 'kubeflow');
    assert.deepEqual(
      gone.map(({ subject, powers }) => [subject.name, powers.some(({ kind }) => kind === 'read-secrets')]),
      [
        ['kserve-controller-manager', true],
        ['kserve-models-web-app', false],
      ],
    );
    assert.deepEqual([content.images.length, network.services.length, references.length], [18, 4, 0]);
    assert.deepEqual(
      network.entrances.map(({ workload }) => workload.name),
      ['kserve-models-web-app'],
    );
  });
});
