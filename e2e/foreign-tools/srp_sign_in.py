"""Cognito's variant of SRP-6a (RFC 5054's 3072-bit group), as an app in Python would sign in with boto3."""

import base64
import hashlib
import hmac
import os
from datetime import datetime, timezone

N_HEX = (
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF"
)
N = int(N_HEX, 16)
G = 2


def pad(number):
    """The bytes of a positive two's complement integer."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def hashed(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def integer(data):
    return int.from_bytes(data, "big")


def srp_sign_in(client, pool_id, client_id, username, password, **parameters):
    """USER_SRP_AUTH to the answer of PASSWORD_VERIFIER; `parameters` go along, such as SECRET_HASH."""
    a = integer(os.urandom(128))
    big_a = pow(G, a, N)
    begun = client.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_SRP_AUTH",
        AuthParameters={"USERNAME": username, "SRP_A": f"{big_a:x}", **parameters},
    )
    challenge = begun["ChallengeParameters"]
    user_id = challenge["USER_ID_FOR_SRP"]
    big_b = int(challenge["SRP_B"], 16)
    k = integer(hashed(pad(N), pad(G)))
    u = integer(hashed(pad(big_a), pad(big_b)))
    identity = hashed(f"{pool_id.split('_', 1)[1]}{user_id}:{password}".encode())
    x = integer(hashed(pad(int(challenge["SALT"], 16)), identity))
    shared = pow(big_b - k * pow(G, x, N), a + u * x, N)
    pseudo_random_key = hmac.digest(pad(u), pad(shared), "sha256")
    key = hmac.digest(pseudo_random_key, b"Caldera Derived Key\x01", "sha256")[:16]
    now = datetime.now(timezone.utc)
    timestamp = f"{now:%a %b} {now.day} {now:%H:%M:%S UTC %Y}"
    secret_block = challenge["SECRET_BLOCK"]
    signed = pool_id.split("_", 1)[1].encode() + user_id.encode() + base64.b64decode(secret_block) + timestamp.encode()
    return client.respond_to_auth_challenge(
        ClientId=client_id,
        ChallengeName="PASSWORD_VERIFIER",
        ChallengeResponses={
            "USERNAME": user_id,
            "PASSWORD_CLAIM_SECRET_BLOCK": secret_block,
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(hmac.digest(key, signed, "sha256")).decode(),
            "TIMESTAMP": timestamp,
            **parameters,
        },
    )
