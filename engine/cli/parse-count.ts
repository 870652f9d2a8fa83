import { InvalidArgumentError } from 'commander';

/** A number of things that a person asks for: 1 to 9999. */
export function parseCount(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('write a number from 1 to 9999.');
  return Number(text);
}
