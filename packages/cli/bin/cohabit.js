#!/usr/bin/env node
// Runs the sources when they are there (in the repository) and the compiled files otherwise (as published). Kept in
// syntax that older Node versions read, so that they can say what is missing.
import { existsSync } from 'node:fs';

const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `cohabit needs Node 24 or newer and this is Node ${process.versions.node}: install it from https://nodejs.org, or run "npx -p node@24 -p cohabit cohabit".`,
  );
  process.exit(1);
}

const { enableCompileCache, registerHooks } = await import('node:module');
// Keeps what Node compiled in the temporary folder: the next start takes half the time.
enableCompileCache();

const source = new URL('../src/main.ts', import.meta.url);
if (existsSync(source)) {
  registerHooks({
    resolve: (specifier, context, nextResolve) =>
      nextResolve(
        specifier,
        /^(@cohabit\/|cohabit(\/|$))/.test(specifier)
          ? { ...context, conditions: ['source', ...context.conditions] }
          : context,
      ),
  });
  await import(source.href);
} else {
  await import(new URL('../dist/main.js', import.meta.url).href);
}
