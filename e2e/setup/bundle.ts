import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/** One script for browsers from a file of this folder. */
export async function bundleForBrowser(file: string): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL(file, import.meta.url)),
    platform: 'browser',
    logLevel: 'silent',
  });
  const { output } = await bundle.generate({ format: 'esm', codeSplitting: false });
  await bundle.close();
  return output[0].code;
}
