import { glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeImage, type ImageFile } from '../../argo/cluster/archive.ts';
import type { Cluster } from '../../argo/cluster/cluster.ts';
import { unpackedPackages } from '../../argo/cluster/debian.ts';
import type { Installation } from '../installation.ts';

// The image of the container that Airflow's operator puts beside a task which leaves something to XCom. No registry is near, so the image of its name is made
// here: a shell, and the programs that the operator calls in it.

const PROGRAMS = ['sh', 'cat', 'id', 'pgrep', 'sleep'];

export async function importSidecar(cluster: Cluster, installation: Installation): Promise<void> {
  const packages = await unpackedPackages('-sidecar', ['busybox-static'], console.log);
  const busybox: ImageFile = { from: join(packages, 'bin', 'busybox') };
  const files = new Map(PROGRAMS.map((name) => [`/bin/${name}`, busybox]));
  const folder = await mkdtemp(join(tmpdir(), 'flowc-sidecar-'));
  try {
    const archive = join(folder, 'image.tar');
    writeImage(archive, `docker.io/library/${await nameIn(installation)}`, files, { Env: ['PATH=/bin'] });
    await cluster.importImage(archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As the provider names it. */
async function nameIn({ bin }: Installation): Promise<string> {
  const packages = join(bin, '..', 'lib', 'python3.*', 'site-packages');
  const [source = ''] = await Array.fromAsync(
    glob(join(packages, 'airflow/providers/cncf/kubernetes/utils/xcom_sidecar.py')),
  );
  const [, name] = /^XCOM_SIDECAR_IMAGE = "(.+)"$/m.exec(await readFile(source, 'utf8')) ?? [];
  if (name === undefined) throw new Error("Airflow's provider for Kubernetes names its sidecar's image elsewhere now");
  return name;
}
