import { rolldown } from 'rolldown';

/** Makes one file of a program that is started again and again; packages with a binary stay where they are. */
export async function oneFile(from: string, to: string): Promise<void> {
  const bundle = await rolldown({
    input: from,
    platform: 'node',
    external: [/^@duckdb\//],
    onLog: () => undefined,
  });
  await bundle.write({ file: to, format: 'esm', codeSplitting: false });
  await bundle.close();
}
