import * as z from 'zod';
import { hostileStrings, hostileValues, plainStrings } from './hostile-values.ts';

/** The parts of JSON Schema that zod writes for our operations. */
interface Schema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
}

export interface Generator {
  /** 0 up to 1. */
  random: () => number;
  /** Values that exist on the server, by member name. */
  known: Record<string, readonly unknown[]>;
}

/** Inputs that are mostly well-formed, so that they get past the schema, with something wrong here and there. */
export function inputGenerator(input: z.ZodType): (generator: Generator) => unknown {
  const schema = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema;
  return (generator) => {
    // How wild this input is as a whole: some are all right, some are nothing but noise.
    const wildness = generator.random() < 0.5 ? 0 : generator.random() ** 3 / 2;
    const value = generate(schema, '', { ...generator, wildness });
    return generator.random() < 0.03 ? pick(hostileValues, generator.random) : value;
  };
}

const pick = <T>(items: readonly T[], random: () => number): T =>
  items[Math.floor(random() * items.length)] as T;

function generate(schema: Schema, name: string, generator: Generator & { wildness: number }): unknown {
  const { random, wildness, known } = generator;
  if (random() < wildness) return pick(random() < 0.6 ? hostileStrings : hostileValues, random);
  const values = known[name];
  if (values && random() < 0.9) return pick(values, random);
  if (schema.anyOf) return generate(pick(schema.anyOf, random), name, generator);
  if (schema.enum) return pick(schema.enum, random);
  if (schema.const !== undefined) return schema.const;
  switch (schema.type) {
    case 'object':
      return generateObject(schema, generator);
    case 'array':
      return Array.from({ length: (schema.minItems ?? 0) + Math.floor(random() * 3) }, () =>
        generate(schema.items ?? {}, name, generator),
      );
    case 'integer':
    case 'number': {
      const low = Math.max(schema.minimum ?? 0, -10);
      const high = Math.min(schema.maximum ?? 100, low + 1000);
      return low + Math.floor(random() * (high - low + 1));
    }
    case 'boolean':
      return random() < 0.5;
    case 'string':
      return fittingText(schema, random);
    default:
      return pick(hostileValues, random);
  }
}

/** A string that the schema allows where we know one: plain or hostile. */
function fittingText({ pattern, minLength = 0, maxLength = 2 ** 20 }: Schema, random: () => number): string {
  const form = new RegExp(pattern ?? '', 'u');
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength && form.test(text);
  const plain = plainStrings.filter(fits);
  const all = random() < 0.7 && plain.length > 0 ? plain : [...plain, ...hostileStrings.filter(fits)];
  return all.length > 0 ? pick(all, random) : 'text';
}

function generateObject(schema: Schema, generator: Generator & { wildness: number }): unknown {
  const { random, wildness } = generator;
  const required = new Set(schema.required);
  const members: [string, unknown][] = [];
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const isGiven = required.has(name) ? random() < 0.99 - wildness / 3 : random() < 0.3;
    if (isGiven) members.push([name, generate(member, name, generator)]);
  }
  if (typeof schema.additionalProperties === 'object') {
    const names = generator.known['<map>'] as string[];
    for (const name of names) {
      if (random() < 0.6) members.push([name, generate(schema.additionalProperties, name, generator)]);
    }
    if (random() < 0.2) members.push([pick(hostileStrings, random), pick(hostileStrings, random)]);
  }
  if (random() < wildness) members.push([pick(hostileStrings, random), pick(hostileValues, random)]);
  return Object.fromEntries(members);
}
