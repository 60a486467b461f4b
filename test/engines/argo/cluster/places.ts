// What lies in the cluster's temporary folder, the one thing of it that the host sees.

import { join } from 'node:path';

export interface Places {
  /** Sockets. */
  readonly api: string;
  readonly containerd: string;
  readonly s3: string;
  /** What each daemon wrote. */
  readonly log: string;
  /** The kubelet's: gone with their pods. */
  readonly podLogs: string;
  /** `<namespace>/<pod>`: what its main container wrote, for as long as the cluster lives. */
  readonly keptLogs: string;
}

export const placesIn = (folder: string): Places => ({
  api: join(folder, 'api'),
  containerd: join(folder, 'containerd'),
  s3: join(folder, 's3'),
  log: join(folder, 'log'),
  podLogs: join(folder, 'pod-logs'),
  keptLogs: join(folder, 'kept-logs'),
});

/** The line that says so. */
export const READY = 'ready';
