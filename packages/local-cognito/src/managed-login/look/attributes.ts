import { type Html, html } from '../../html.ts';

/** ` name="value"`, or nothing without a value. */
export const attribute = (name: string, value: string | undefined): Html | undefined =>
  value === undefined ? undefined : html` ${name}="${value}"`;

/** ` name`, or nothing. */
export const flag = (name: string, isOn: boolean | undefined): Html | undefined =>
  isOn ? html` ${name}` : undefined;
