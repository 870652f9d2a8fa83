import { setTimeout as sleep } from 'node:timers/promises';
import { createHttpClient, type HttpClient } from '../http/http-client.ts';
import { createPatientClient } from '../http/retry.ts';

/** A client for the hosts of feeds, which waits for them when they are busy; proxies are those of the environment. */
export function openFeedClient(environment: Readonly<Record<string, string | undefined>>): HttpClient {
  const waiting = {
    now: Date.now,
    random: Math.random,
    sleep: (ms: number, signal?: AbortSignal) => sleep(ms, undefined, signal ? { signal } : {}),
  };
  return createPatientClient(createHttpClient({ maxConnections: 4 }, { environment }), waiting);
}
