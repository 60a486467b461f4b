import { fileURLToPath } from 'node:url';
import { canRun } from '../kept.ts';
import { binOf, keepEnvironment, whyNoPython } from '../python.ts';

// moto, which stands for AWS, installed from the package index alone.

export const MOTO = '5.2.5';

export const whyNoMoto = (): Promise<string | undefined> => whyNoPython('What stands for AWS in tests');

export const haveMoto = canRun('Tests against what stands for AWS', await whyNoMoto());

/** Installs it where the cache does not hold it. Answers with the folder of its Python. */
export async function installMoto(): Promise<string> {
  const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));
  return binOf(
    await keepEnvironment({ name: 'moto', says: `installing moto ${MOTO}`, takes: '20 seconds', requirements }),
  );
}
