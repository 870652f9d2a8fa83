import type { HttpClient, HttpResponse } from './http-client.ts';

/** Time and chance, handed in so that tests need neither. */
export interface Waiting {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects when the signal says stop. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Requests of which one is sent again when the other side is broken. */
export const maxAttempts = 5;
/** The same for a host that answered before: one that restarts (half a minute of waiting), and one that is busy (two minutes). */
const maxPatience = { unreachable: 8, busy: 10 };
/** A host that wants to be left alone for longer than this is given up. */
const maxWaitMs = 60_000;
const firstWaitMs = 250;

const broken = new Set([408, 500, 502, 503, 504]);

/**
 * A client that sends a request again after a pause: while the other side is busy (429, 503, with their Retry-After), broken for the
 * moment (500, 502, 504) or out of reach. A host that answered before is waited for longer, until it was given up once.
 *
 * out     the first answer that is not of those, or the last of them
 * faults  rejects when no answer came at the last attempt, or the signal says stop
 * cost    at most 10 attempts and a minute's wait before each
 * source  RFC 9110, 10.2.3 (Retry-After)
 */
export function createPatientClient(client: HttpClient, waiting: Waiting): HttpClient {
  const answering = new Set<string>();
  return {
    close: () => client.close(),
    async send(request) {
      const { host } = request.url;
      for (let attempt = 1; ; attempt++) {
        const answer = await client.send(request).catch((error: Error) => error);
        request.signal?.throwIfAborted();
        const kind = kindOf(answer);
        if (kind === 'done') {
          if (!(answer instanceof Error)) answering.add(host);
          return orThrow(answer);
        }
        const limit = kind === 'broken' || !answering.has(host) ? maxAttempts : maxPatience[kind];
        const waitMs = askedWaitMs(answer, waiting.now()) ?? backoffMs(attempt, waiting.random());
        if (attempt >= limit || waitMs > maxWaitMs) {
          answering.delete(host);
          return orThrow(answer);
        }
        if (!(answer instanceof Error)) answer.discard();
        await waiting.sleep(waitMs, request.signal);
      }
    },
  };
}

type Kind = 'done' | 'busy' | 'broken' | 'unreachable';

function kindOf(answer: HttpResponse | Error): Kind {
  if (answer instanceof Error) return isFinal(answer) ? 'done' : 'unreachable';
  if (answer.status === 429) return 'busy';
  return broken.has(answer.status) ? 'broken' : 'done';
}

function orThrow(answer: HttpResponse | Error): HttpResponse {
  if (answer instanceof Error) throw answer;
  return answer;
}

function askedWaitMs(answer: HttpResponse | Error, now: number): number | undefined {
  return answer instanceof Error ? undefined : retryAfterMs(answer.header('retry-after'), now);
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
