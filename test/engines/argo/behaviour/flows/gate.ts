import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The ConfigMap by which a test holds steps, as a volume of theirs. */
export const GATE = { name: 'gate', mountPath: '/gate', configMap: { name: 'gate' } } as const;

/** Waits until the test has opened this gate; the kubelet brings that to the pod within some two minutes. */
export async function opened(gate: string): Promise<void> {
  while (readFileSync(`${GATE.mountPath}/${gate}`, 'utf8') !== 'open') await sleep(200);
}
