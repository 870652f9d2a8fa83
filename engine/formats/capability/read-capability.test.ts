import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCapability } from './read-capability.ts';

function data(head: number, ...words: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(4 + words.length * 4);
  bytes.writeUInt32LE(head, 0);
  for (const [index, word] of words.entries()) bytes.writeUInt32LE(word, 4 + index * 4);
  return bytes;
}

const rows: readonly (readonly [name: string, bytes: Uint8Array, text: string | undefined])[] = [
  ['of ping', data(0x02000001, 1 << 13, 0, 0, 0), 'cap_net_raw=ep'],
  ['two', data(0x02000001, (1 << 10) | (1 << 12), 0, 0, 0), 'cap_net_bind_service,cap_net_admin=ep'],
  ['above bit 31', data(0x02000001, 0, 0, 1 << 7, 0), 'cap_bpf=ep'],
  ['permitted alone', data(0x02000000, 1, 0, 0, 0), 'cap_chown=p'],
  ['in two groups', data(0x02000001, 1, 3, 0, 0), 'cap_chown=eip cap_dac_override=ei'],
  ['of a user namespace', data(0x03000001, 1, 0, 0, 0, 1000), 'cap_chown=ep'],
  ['of 32 bits', data(0x01000001, 1, 0), 'cap_chown=ep'],
  ['a bit without a name', data(0x02000001, 0, 0, 0x80000000, 0), '63=ep'],
  ['none', data(0x02000000, 0, 0, 0, 0), '='],
  ['cut', data(0x02000001, 1, 0, 0), undefined],
  ['of a later revision', data(0x04000001, 1, 0, 0, 0), undefined],
  ['nothing', new Uint8Array(0), undefined],
];

for (const [name, bytes, text] of rows) test(`capabilities: ${name}`, () => assert.equal(readCapability(bytes), text));

test('property: any bytes are capabilities or none', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 30 }), (bytes) => {
      const text = readCapability(bytes);
      assert.ok(text === undefined || text.includes('='));
    }),
  );
});
