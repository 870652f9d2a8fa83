import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isSecret } from './is-secret.ts';

const rows: readonly (readonly [name: string, value: string, is: boolean])[] = [
  ['DB_PASSWORD', 'tide', true],
  ['dbPassword', 'tide', true],
  ['PGPASSWORD', 'tide', true],
  ['MYSQL_PWD', 'tide', true],
  ['SECRET_OF_TIDE', 'tide', true],
  ['AWS_SECRET_ACCESS_KEY', 'tide', true],
  ['AZURE_BATCH_KEY', 'tide', true],
  ['api-key', 'tide', true],
  ['apiKey', 'tide', true],
  ['DB_PASSWORD', '', false],
  ['DB_PASSWORD', ' ', false],
  ['DB_PASSWORD', '$(OTHER)', false],
  ['USE_TOKEN', 'true', false],
  ['PASSWORD_FILE', 'tide', false],
  ['TOKEN', '/var/run/secrets/token', false],
  ['SECRET_NAME', 'tide', false],
  ['TOKEN_URL', 'https://tide.example/token', false],
  ['TOKEN', 'https://tide.example/token', false],
  ['AWS_ACCESS_KEY_ID', 'tide', false],
  ['LABEL_KEY', 'tide', false],
  ['PUBLIC_KEY', 'tide', false],
  ['TOKENIZER', 'words', false],
  ['SECRETARY', 'Gauge', false],
  ['ANY', `-----BEGIN OPENSSH ${'PRIVATE'} KEY-----\nxx`, true],
  ['ANY', `AKIA${'TIDEGAUGE1234567'}`, true],
  ['ANY', 'Bearer tide-gauge-1234', true],
  ['ANY', 'bearer of news', false],
  ['DATABASE', 'postgres://tide:gauge@db/tide', true],
  ['DATABASE', 'postgres://tide@db/tide', false],
  ['DATABASE', 'postgres://tide:$(PASSWORD)@db/tide', false],
  ['ANY', 'https://tide.example:8080/@here', false],
];

for (const [name, value, is] of rows)
  test(`${name}=${value.split('\n')[0]} is ${is ? 'a' : 'no'} secret`, () => assert.equal(isSecret(name, value), is));

test('whatever a value is, it is judged in time', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (name, value) => typeof isSecret(name, value) === 'boolean'));
  assert.equal(isSecret('A', `a://${':'.repeat(100_000)}`), false);
});
