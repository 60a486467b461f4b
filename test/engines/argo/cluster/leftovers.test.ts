// What a cluster leaves on the machine when whoever started it is killed: nothing. The cluster that serves all tests may stand beside it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { basename } from 'node:path';
import { expect, inject, test } from 'vitest';
import { type Cluster, type ClusterAddress, connect } from './cluster.ts';

const script = `
import { startCluster } from '${new URL('cluster.ts', import.meta.url).href}';
const { address } = await startCluster((line) => console.error(line));
console.log(JSON.stringify(address));
setInterval(() => {}, 1_000);
`;

test.runIf(inject('cluster') !== undefined)('nothing is left of a cluster when its starter is killed', async () => {
  const before = traces();
  const starter = spawn(execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = (await once(createInterface(starter.stdout), 'line')) as [string];
    const address: ClusterAddress = JSON.parse(line);
    const cluster = connect(address);
    expect(await logOfPod(cluster)).toBe('hello\n');
    const processes = new Map(processesOf(address).map((pid) => [pid, beginOf(pid)]));
    expect(processes.size).toBeGreaterThan(7);
    starter.kill('SIGKILL');
    await expect.poll(() => existsSync(address.folder), { timeout: 30_000 }).toBe(false);
    const left = () => [...processes].filter(([pid, began]) => began !== undefined && beginOf(pid) === began);
    // What was killed is there until somebody has asked how it ended.
    await expect.poll(left, { timeout: 10_000 }).toEqual([]);
    expect(globSync(`/sys/fs/cgroup/{,*/}${basename(address.folder)}`)).toEqual([]);
    expect(traces().filter((trace) => !before.includes(trace))).toEqual([]);
  } finally {
    starter.kill('SIGKILL');
  }
});

/** Interfaces, mounts of the kinds that a cluster makes, and files where parts of a cluster put some of their own accord. */
function traces(): readonly string[] {
  const places = [
    '/var/lib/{cni,containerd,kubelet}',
    '/var/log/{containers,pods}',
    '/opt/containerd',
    '/etc/cni',
    '/run/netns',
  ];
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return [
    ...readdirSync('/sys/class/net'),
    ...mounts.filter((mount) => /flowc|kubelet|containerd|netns/.test(mount)),
    ...globSync(places.map((place) => `${place}/**`)),
  ];
}

/** The processes of its control groups, which are all but the very first. */
const processesOf = ({ folder }: ClusterAddress): readonly string[] =>
  globSync(`/sys/fs/cgroup/{,pids/}${basename(folder)}/**/cgroup.procs`).flatMap((file) =>
    readFileSync(file, 'utf8').split('\n').filter(Boolean),
  );

/** When a process began, in the machine's ticks: with pods starting beside this test, a number is soon another process's. Undefined: it is gone. */
function beginOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
  } catch {
    return undefined;
  }
}

async function logOfPod(cluster: Cluster): Promise<string> {
  const pods = '/api/v1/namespaces/default/pods';
  await cluster.request('POST', pods, {
    metadata: { name: 'hello' },
    spec: {
      restartPolicy: 'Never',
      containers: [{ name: 'main', image: cluster.image, args: ['--eval', 'console.log("hello")'] }],
    },
  });
  const phase = async (): Promise<string> =>
    (await cluster.request<{ status: { phase: string } }>('GET', `${pods}/hello`)).status.phase;
  await expect.poll(phase, { timeout: 120_000 }).toBe('Succeeded');
  return cluster.podLog('default', 'hello');
}
