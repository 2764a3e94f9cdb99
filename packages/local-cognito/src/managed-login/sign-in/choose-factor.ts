import type { Answer } from '../../answer.ts';
import { orRefusal, refusalText } from '../refusal.ts';
import type { Visit } from '../visit.ts';
import { chooseFactorPage } from './factor-pages.ts';
import { loginPage } from './login-page.ts';

/** The page of the first factors, for the first time or after one was refused; for a name unknown, the login page. */
export function chooseFactor(visit: Visit, name: string, refusal?: string): Promise<Answer> {
  return orRefusal(
    async () => chooseFactorPage(visit, { name, refusal }),
    (error) => loginPage(visit, { name, refusal: refusalText(visit, error) }),
  );
}
