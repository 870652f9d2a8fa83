import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyReader } from './key-role.ts';

const rows: readonly (readonly [key: string, kind: string, qualifier: string])[] = [
  ['image', 'image', ''],
  ['queue-sidecar-image', 'image', 'queue sidecar'],
  ['TENSORBOARD_IMAGE', 'image', 'tensorboard'],
  ['defaultContainerImage', 'image', ''],
  ['imageName', 'image', ''],
  ['image_uri', 'image', ''],
  ['example.org/proxyImage', 'image', 'proxy'],
  ['controller.image.tag', 'tag', 'controller'],
  ['defaultGpuImageVersion', 'tag', 'gpu'],
  ['appVersion', 'version', 'app'],
  ['IMAGE_REGISTRY', 'registry', ''],
  ['imageRepository', 'repository', ''],
  ['RELATED_IMAGE_WEB', 'mention', 'related web'],
  ['imageGroupOne', 'mention', 'group one'],
  ['imagePullPolicy', 'none', ''],
  ['imagePullSecrets', 'none', ''],
  ['imagination', 'none', ''],
  ['', 'none', ''],
];

for (const [key, kind, qualifier] of rows) {
  test(`the role of “${key}”`, () => {
    const role = keyReader()(key);
    assert.deepEqual([role.kind, role.qualifier], [kind, qualifier]);
  });
}
