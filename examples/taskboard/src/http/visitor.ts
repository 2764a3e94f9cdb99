import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Session, Sessions } from '../sign-in/sessions.ts';

const COOKIE = 'taskboard_session';

/** The browser that a request comes from. It has a session only once it has begun to sign in. */
interface Visitor {
  session: Session | undefined;
  formToken: string;
  isFormToken(token: string): boolean;
  /** Keeps what this request changed in the session, or begins one. */
  save(session: Session): void;
  /** Moves the session to a new id: at every sign-in, so that an id known from before is worth nothing. */
  renew(session: Session): void;
  /** Ends the session. */
  forget(): void;
}

export interface VisitorEnv {
  Variables: { visitor: Visitor };
}

/** Reads or sets the session cookie: random, http-only, SameSite=Lax, and Secure wherever the page is https. */
export function recognizeVisitor(sessions: Sessions): MiddlewareHandler<VisitorEnv> {
  return async (c, next) => {
    const given = getCookie(c, COOKIE);
    let id = given && /^[\w-]{43}$/.test(given) ? given : '';
    function use(newId: string): void {
      id = newId;
      setCookie(c, COOKIE, id, { httpOnly: true, sameSite: 'Lax', path: '/', secure: isHttps(c) });
    }
    if (!id) use(sessions.newId());
    c.header('cache-control', 'no-store');
    c.set('visitor', {
      session: sessions.find(id),
      get formToken() {
        return sessions.formToken(id);
      },
      isFormToken: (token) => sessions.isFormToken(id, token),
      save(session) {
        this.session = session;
        sessions.save(id, session);
      },
      renew(session) {
        sessions.remove(id);
        use(sessions.newId());
        this.save(session);
      },
      forget() {
        sessions.remove(id);
        use(sessions.newId());
        this.session = undefined;
      },
    });
    await next();
  };
}

function isHttps(c: Context): boolean {
  return new URL(c.req.url).protocol === 'https:';
}
