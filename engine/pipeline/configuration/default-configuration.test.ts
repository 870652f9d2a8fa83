import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfiguration } from './default-configuration.ts';
import { readConfiguration } from './read-configuration.ts';

test('the configuration that nobody wrote is the one that says nothing', () => {
  const written = readConfiguration('product: x\nsources: [{ kustomize: a }]\n', 'plimsoll.yaml');
  assert.deepEqual(defaultConfiguration('x', [{ kind: 'kustomize', at: 'a' }]), written);
});
