import type { HttpClient, HttpRequest, HttpResponse } from './http-client.ts';

/** Time and chance, handed in so that tests need neither. */
export interface Waiting {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects when the signal says stop. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Requests of which one is sent again when the other side is busy. */
export const maxAttempts = 5;
/** A host that wants to be left alone for longer than this is given up. */
const maxWaitMs = 60_000;
const firstWaitMs = 250;

const passing = new Set([408, 429, 500, 502, 503, 504]);

/**
 * Sends a request, and again after a pause while the other side is busy (429, 503 with their Retry-After), broken for the moment
 * (500, 502, 504) or out of reach.
 *
 * out     the first answer that is not of those, or the last of them
 * faults  rejects when no answer came at the last attempt, or the signal says stop
 * cost    at most 5 attempts and a minute's wait before each
 * source  RFC 9110, 10.2.3 (Retry-After)
 */
export async function sendWithRetries(client: HttpClient, request: HttpRequest, waiting: Waiting): Promise<HttpResponse> {
  for (let attempt = 1; ; attempt++) {
    const last = attempt >= maxAttempts;
    const answer = await client.send(request).catch((error: Error) => error);
    if (answer instanceof Error) {
      request.signal?.throwIfAborted();
      if (last || isFinal(answer)) throw answer;
      await waiting.sleep(backoffMs(attempt, waiting.random()), request.signal);
      continue;
    }
    if (!passing.has(answer.status)) return answer;
    const waitMs = retryAfterMs(answer.header('retry-after'), waiting.now()) ?? backoffMs(attempt, waiting.random());
    if (last || waitMs > maxWaitMs) return answer;
    answer.discard();
    await waiting.sleep(waitMs, request.signal);
  }
}

/**
 * What a Retry-After header asks for, in milliseconds.
 *
 * in      seconds, or a date as HTTP writes it
 * out     undefined for anything else
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const date = /[A-Za-z]/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Doubling, from half to whole of it by chance, so that many clients do not come back at once. */
export function backoffMs(attempt: number, chance: number): number {
  return Math.min(maxWaitMs, firstWaitMs * 2 ** (attempt - 1)) * (0.5 + chance / 2);
}

/** Trying again does not bring a name into being or make a certificate right. */
function isFinal(error: NodeJS.ErrnoException): boolean {
  const code = error.code ?? '';
  return code === 'ENOTFOUND' || /CERT|SIGNATURE|ERR_TLS|ERR_SSL|ERR_INVALID|EPROTO/.test(code);
}
