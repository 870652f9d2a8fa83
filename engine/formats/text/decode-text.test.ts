import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeText } from './decode-text.ts';

const big = Buffer.from('\ufeff{"ä":1}', 'utf16le').swap16();

const rows: readonly { name: string; bytes: Uint8Array; is: string | undefined }[] = [
  { name: 'UTF-8', bytes: Buffer.from('{"ä":1}'), is: '{"ä":1}' },
  { name: 'UTF-8 with a mark', bytes: Buffer.from('\ufeff{"ä":1}'), is: '{"ä":1}' },
  { name: 'UTF-16, little end first', bytes: Buffer.from('\ufeff{"ä":1}', 'utf16le'), is: '{"ä":1}' },
  { name: 'UTF-16, big end first', bytes: big, is: '{"ä":1}' },
  { name: 'half a character of UTF-16', bytes: Uint8Array.of(0xff, 0xfe, 0x7b), is: undefined },
  { name: 'other bytes', bytes: Uint8Array.of(0x7b, 0xe4), is: undefined },
];

for (const { name, bytes, is } of rows) test(name, () => assert.equal(decodeText(bytes), is));
