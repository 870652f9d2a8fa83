import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { openSourceWorld } from '../../cli/open-source-world.ts';
import type { Resource } from '../../model/resource.ts';
import type { ParameterRule, Tenancy, TenancyCode, TenancyFinding } from '../../model/tenancy.ts';
import { defaultConfiguration } from '../../pipeline/configuration/default-configuration.ts';
import { readResources } from '../../pipeline/resources/read-resources.ts';
import { tenancyOfResources } from '../../pipeline/tenancy-of-resources.ts';

const data = process.env.PLIMSOLL_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const tree = join(data, 'kubeflow/v1.7.0/tree');
const skip = existsSync(tree) ? false : `there is no Kubeflow v1.7.0 in ${data}`;
const profile = 'kubeflow-user-example-com';

async function readKubeflow(): Promise<readonly Resource[]> {
  const configuration = defaultConfiguration('kubeflow', [{ kind: 'kustomize', at: 'example' }]);
  const sources = openSourceWorld({ configuration, folder: tree }, { offline: true });
  try {
    return (await readResources(configuration, { sources: sources.world }, {})).items;
  } finally {
    sources.close();
  }
}

describe("the known problems of Kubeflow v1.7.0, in sentences for a working group's issues", { skip }, () => {
  let tenancy: Tenancy;
  before(async () => {
    const resources = await readKubeflow();
    const parameters: readonly ParameterRule[] = [
      {
        ...{ service: 'kubeflow/katib-ui', parameter: 'namespace', in: 'query', allowed: ['istio-system/istio-ingressgateway'] },
        ...{ file: 'plimsoll.yaml', line: 1 },
      },
      {
        ...{ service: 'kubeflow/metadata-envoy-service', parameter: 'context name', in: 'body', allowed: [] },
        ...{ file: 'plimsoll.yaml', line: 2 },
      },
      {
        ...{ service: 'kubeflow/ml-pipeline', parameter: 'namespace', in: 'query', allowed: ['kubeflow/ml-pipeline-ui'] },
        ...{ file: 'plimsoll.yaml', line: 3 },
      },
    ];
    tenancy = tenancyOfResources(resources, { product: 'kubeflow', version: '1.7.0', rules: { parameters, stores: [] } });
  });

  const get = (code: TenancyCode, title: RegExp): TenancyFinding => {
    const found = tenancy.findings.find((each) => each.code === code && title.test(each.title));
    assert.ok(found, `${code} ${title}`);
    return found;
  };

  test('it is judged without a gap, and the profile is a tenant', () => {
    assert.deepEqual(tenancy.gaps, []);
    assert.deepEqual(
      tenancy.tenants.map(({ namespace, by }) => [namespace, by]),
      [[profile, 'object']],
    );
  });

  test('workloads without runAsNonRoot', () => {
    const { sentence, evidence } = get('run-as-non-root', /^\d+ workloads of namespace kubeflow may run as root$/);
    for (const name of [
      'Deployment minio',
      'Deployment ml-pipeline',
      'Deployment katib-controller',
      'Deployment centraldashboard',
    ])
      assert.ok(sentence.includes(name), name);
    assert.match(sentence, /do not set runAsNonRoot: .* Set securityContext\.runAsNonRoot: true/);
    for (const { file, line } of evidence) assert.ok(file && existsSync(join(tree, file)) && line, file ?? '');
  });

  test('wildcard cluster roles', () => {
    for (const name of ['notebook-controller-role', 'training-operator', 'ml-pipeline-viewer-controller-role']) {
      const { sentence } = get('wildcard-role', new RegExp(`^ClusterRole ${name} has asterisks$`));
      assert.match(sentence, /allows by asterisk: .* name groups, resources and verbs\.$/);
    }
  });

  test('the accounts that can create pods in namespaces of profiles', () => {
    for (const name of ['argo', 'jupyter-web-app-service-account', 'katib-controller', 'ml-pipeline', 'training-operator']) {
      const { sentence, tenants } = get(
        'pods-of-tenants',
        new RegExp(`^ServiceAccount kubeflow/${name} can create pods in every namespace$`),
      );
      assert.match(
        sentence,
        new RegExp(`those of tenants \\(${profile}\\) among them .* and so run as any account and mount any Secret there`),
      );
      assert.deepEqual(tenants, [profile]);
    }
  });

  test('MinIO is shared by all profiles', () => {
    const { sentence, severity, tenants, evidence } = get(
      'store-shared',
      /^MinIO \(Deployment kubeflow\/minio\) is shared by all tenants$/,
    );
    assert.deepEqual([severity, tenants], ['HIGH', [profile]]);
    assert.match(
      sentence,
      /keeps the buckets of all tenants, and pods in their namespaces \(kubeflow-user-example-com\) reach its port 9000/,
    );
    assert.match(
      sentence,
      /one credential for everybody in Secret kubeflow\/mlpipeline-minio-artifact, which .*Deployment kubeflow\/ml-pipeline-ui are given, too/,
    );
    assert.match(sentence, /It gets into namespaces of tenants .* Give each tenant a user of its own/);
    assert.ok(
      evidence.some(({ sentence: each }) =>
        each.startsWith('CompositeController kubeflow-pipelines-profile-controller makes Secrets'),
      ),
    );
    get('secret-copied', /^Secret kubeflow\/mlpipeline-minio-artifact may be copied into namespaces of tenants$/);
  });

  test('ML Metadata is open to all profiles, and from outside through its proxy; the MySQL of pipelines is not', () => {
    get('store-shared', /^ML Metadata \(Deployment kubeflow\/metadata-grpc-deployment\)/);
    const proxy = tenancy.stores.find(({ product }) => product === 'ml-metadata-proxy');
    assert.match(proxy?.ways.join() ?? '', /VirtualService kubeflow\/metadata-grpc/);
    const mysql = tenancy.stores.find(({ workload }) => workload.name === 'mysql');
    assert.deepEqual([mysql?.access, mysql?.reachedBy], ['open', []]);
  });

  test('parameters behind a gateway that only authenticates', () => {
    const { sentence } = get('tenant-from-parameter', /^kubeflow\/katib-ui takes the tenant from the query parameter namespace$/);
    assert.match(sentence, /Requests from outside come to it, where EnvoyFilter authn-filter asks who calls and not for whom\./);
    assert.doesNotMatch(sentence, /Within the cluster/);
    const pipelines = tenancy.parameters.find(({ service }) => service === 'kubeflow/ml-pipeline');
    assert.ok(
      pipelines?.strangers.includes(`pods of tenant namespace ${profile}`),
      'its policy lets in who sends no kubeflow-userid',
    );
    const open = get('tenant-from-parameter', /^kubeflow\/metadata-envoy-service/);
    assert.match(open.sentence, /Within the cluster pods of tenant namespace kubeflow-user-example-com/);
  });

  test('tokens that nobody uses', () => {
    const { sentence } = get('token-unused', /of namespace kubeflow have tokens that they do not use$/);
    for (const name of ['minio', 'mysql', 'metadata-grpc-deployment']) assert.ok(sentence.includes(`Deployment ${name}`), name);
  });
});
