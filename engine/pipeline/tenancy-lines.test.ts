import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorld } from '../gather/sources/memory-world.ts';
import { yaml } from '../gather/sources/yaml/yaml.ts';
import { tenancyOfResources } from './tenancy-of-resources.ts';

const objects = {
  'store.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: minio, namespace: tide }
spec:
  template:
    metadata: { labels: { app: minio } }
    spec:
      containers:
        - name: minio
          image: minio/minio:1
          env:
            - name: TIDE
              value: high
            - name: MINIO_ROOT_PASSWORD
              valueFrom:
                secretKeyRef:
                  name: store
                  key: password
`,
  'user.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: team-a }
spec:
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: web:1
          envFrom:
            - secretRef:
                name: store
      volumes:
        - name: other
          emptyDir: {}
        - name: keys
          projected:
            sources:
              - secret:
                  name: keys
        - name: plain
          secret:
            secretName: plain
`,
  'other.yaml': `apiVersion: v1
kind: Pod
metadata: { name: other, namespace: team-b }
spec:
  volumes:
    - name: plain
      secret:
        secretName: plain
    - name: keys
      secret:
        secretName: keys
  containers:
    - name: a
      image: a:1
`,
  'copied.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: pull
  namespace: tide
  annotations:
    reflector.v1.k8s.emberstack.com/reflection-allowed: "true"
    reflector.v1.k8s.emberstack.com/reflection-auto-enabled: "true"
data:
  a: YQ==
`,
};

test('what tenants share has the line of the key to edit', async () => {
  const { resources } = await yaml.read({ kind: 'yaml', at: '.' }, memoryWorld({ files: objects }));
  const { findings } = tenancyOfResources(resources, { product: 'tide', version: '1', tenants: ['team-*'] });
  const places = (code: string, title: RegExp) =>
    findings
      .filter((each) => each.code === code && title.test(each.title))
      .map(({ file, line, evidence }) => [`${file}:${line}`, ...evidence.map((each) => `${each.file}:${each.line}`)]);
  assert.deepEqual(places('store-shared', /MinIO/), [
    ['store.yaml:14', 'store.yaml:14', 'store.yaml:1', 'store.yaml:17', 'user.yaml:13'],
  ]);
  assert.deepEqual(places('secret-across-namespaces', /store/), [['store.yaml:17', 'store.yaml:17', 'user.yaml:13']]);
  assert.deepEqual(places('secret-across-namespaces', /keys/), [['other.yaml:11', 'other.yaml:11', 'user.yaml:21']]);
  assert.deepEqual(places('secret-across-namespaces', /plain/), [['other.yaml:8', 'other.yaml:8', 'user.yaml:24']]);
  assert.deepEqual(places('secret-copied', /pull/), [['copied.yaml:7', 'copied.yaml:7']]);
});
