"""What an app and its operators do with boto3, against the endpoint given; prints what it saw as one JSON object."""

import base64
import hashlib
import hmac
import json
import struct
import sys
import time

import boto3
from srp_sign_in import srp_sign_in

PASSWORD = "Correct-horse-1"
cognito = boto3.client("cognito-idp", endpoint_url=sys.argv[1])


def main():
    pool_id = cognito.create_user_pool(PoolName="acme", MfaConfiguration="OFF")["UserPool"]["Id"]
    web = create_client(pool_id, "web")
    people = [f"user-{number}" for number in range(7)]
    for name in people:
        add_user(pool_id, name)
    report = {
        "pool": cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]["EstimatedNumberOfUsers"],
        "paging": paging(pool_id),
        "groups": groups(pool_id, people),
        "errors": errors(pool_id, web["ClientId"]),
        "password": password_sign_in(web["ClientId"]),
        "srp": srp(pool_id, web["ClientId"]),
        "secret": secret_hash(pool_id),
        "totp": totp(pool_id, web["ClientId"]),
    }
    cognito.delete_user_pool(UserPoolId=pool_id)
    try:
        cognito.describe_user_pool(UserPoolId=pool_id)
    except cognito.exceptions.ResourceNotFoundException as error:
        report["deleted"] = error.response["Error"]["Code"]
    print(json.dumps(report))


def create_client(pool_id, name, **settings):
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    created = cognito.create_user_pool_client(
        UserPoolId=pool_id, ClientName=name, ExplicitAuthFlows=flows, **settings
    )
    return created["UserPoolClient"]


def add_user(pool_id, name):
    cognito.admin_create_user(
        UserPoolId=pool_id,
        Username=name,
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "email", "Value": f"{name}@example.com"}],
    )
    cognito.admin_set_user_password(UserPoolId=pool_id, Username=name, Password=PASSWORD, Permanent=True)


def paging(pool_id):
    list_users = cognito.get_paginator("list_users")
    pages = [len(page["Users"]) for page in list_users.paginate(UserPoolId=pool_id, PaginationConfig={"PageSize": 3})]
    cut = list_users.paginate(UserPoolId=pool_id, PaginationConfig={"PageSize": 2, "MaxItems": 3}).build_full_result()
    rest = list_users.paginate(
        UserPoolId=pool_id, PaginationConfig={"StartingToken": cut["NextToken"]}
    ).build_full_result()
    filtered = list_users.paginate(UserPoolId=pool_id, Filter='email ^= "user-5"').build_full_result()["Users"]
    created = filtered[0]["UserCreateDate"]
    return {
        "pages": pages,
        "resumed": sorted(user["Username"] for user in cut["Users"] + rest["Users"]),
        "filtered": [user["Username"] for user in filtered],
        "secondsSinceCreated": time.time() - created.timestamp(),
    }


def groups(pool_id, people):
    cognito.create_group(UserPoolId=pool_id, GroupName="admins", Precedence=1)
    for name in people[:5]:
        cognito.admin_add_user_to_group(UserPoolId=pool_id, Username=name, GroupName="admins")
    members = cognito.get_paginator("list_users_in_group").paginate(
        UserPoolId=pool_id, GroupName="admins", PaginationConfig={"PageSize": 2}
    )
    of_user = cognito.get_paginator("admin_list_groups_for_user").paginate(UserPoolId=pool_id, Username=people[0])
    return {
        "members": sorted(user["Username"] for page in members for user in page["Users"]),
        "ofUser": [(group["GroupName"], group["Precedence"]) for page in of_user for group in page["Groups"]],
    }


def errors(pool_id, client_id):
    exceptions = cognito.exceptions
    calls = [
        (exceptions.UserNotFoundException, lambda: cognito.admin_get_user(UserPoolId=pool_id, Username="nobody")),
        (exceptions.UsernameExistsException, lambda: add_user(pool_id, "user-0")),
        (
            exceptions.InvalidPasswordException,
            lambda: cognito.sign_up(ClientId=client_id, Username="new", Password="short"),
        ),
        (exceptions.NotAuthorizedException, lambda: sign_in(client_id, "user-0", "Wrong-horse-1")),
        (
            exceptions.InvalidParameterException,
            lambda: cognito.list_users(UserPoolId=pool_id, Filter='custom:tenant = "acme"'),
        ),
        (exceptions.ResourceNotFoundException, lambda: sign_in("0" * 26, "user-0", PASSWORD)),
    ]
    seen = {}
    for expected, call in calls:
        try:
            call()
        except expected as error:
            status = error.response["ResponseMetadata"]["HTTPStatusCode"]
            seen[error.response["Error"]["Code"]] = [status, error.response["Error"]["Message"]]
    return seen


def sign_in(client_id, username, password, **parameters):
    return cognito.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": password, **parameters},
    )


def password_sign_in(client_id):
    tokens = sign_in(client_id, "user-1", PASSWORD)["AuthenticationResult"]
    me = cognito.get_user(AccessToken=tokens["AccessToken"])
    refreshed = cognito.initiate_auth(
        ClientId=client_id,
        AuthFlow="REFRESH_TOKEN_AUTH",
        AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]},
    )["AuthenticationResult"]
    cognito.global_sign_out(AccessToken=refreshed["AccessToken"])
    try:
        cognito.get_user(AccessToken=tokens["AccessToken"])
        after = "still signed in"
    except cognito.exceptions.NotAuthorizedException as error:
        after = error.response["Error"]["Message"]
    return {
        "me": me["Username"],
        "groups": claims_of(tokens["IdToken"]).get("cognito:groups"),
        "expiresIn": tokens["ExpiresIn"],
        "refreshed": claims_of(refreshed["AccessToken"])["username"],
        "afterSignOut": after,
    }


def srp(pool_id, client_id):
    tokens = srp_sign_in(cognito, pool_id, client_id, "user-2", PASSWORD)["AuthenticationResult"]
    try:
        srp_sign_in(cognito, pool_id, client_id, "user-2", "Wrong-horse-1")
        wrong = "signed in"
    except cognito.exceptions.NotAuthorizedException as error:
        wrong = error.response["Error"]["Message"]
    return {"username": claims_of(tokens["AccessToken"])["username"], "wrongPassword": wrong}


def secret_hash(pool_id):
    client = create_client(pool_id, "backend", GenerateSecret=True)
    client_id = client["ClientId"]
    digest = hmac.digest(client["ClientSecret"].encode(), f"user-3{client_id}".encode(), "sha256")
    proof = {"SECRET_HASH": base64.b64encode(digest).decode()}
    by_password = sign_in(client_id, "user-3", PASSWORD, **proof)["AuthenticationResult"]
    by_srp = srp_sign_in(cognito, pool_id, client_id, "user-3", PASSWORD, **proof)["AuthenticationResult"]
    try:
        sign_in(client_id, "user-3", PASSWORD)
        without = "signed in"
    except cognito.exceptions.NotAuthorizedException as error:
        without = error.response["Error"]["Message"].replace(client_id, "<client>")
    return {
        "clients": [claims_of(answer["AccessToken"])["client_id"] == client_id for answer in (by_password, by_srp)],
        "without": without,
    }


def totp(pool_id, client_id):
    cognito.set_user_pool_mfa_config(
        UserPoolId=pool_id, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True}
    )
    tokens = sign_in(client_id, "user-4", PASSWORD)["AuthenticationResult"]
    secret = cognito.associate_software_token(AccessToken=tokens["AccessToken"])["SecretCode"]
    step = int(time.time()) // 30
    verified = cognito.verify_software_token(AccessToken=tokens["AccessToken"], UserCode=totp_code(secret, step))
    cognito.set_user_mfa_preference(
        AccessToken=tokens["AccessToken"], SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
    )
    begun = srp_sign_in(cognito, pool_id, client_id, "user-4", PASSWORD)
    done = cognito.respond_to_auth_challenge(
        ClientId=client_id,
        ChallengeName=begun["ChallengeName"],
        Session=begun["Session"],
        ChallengeResponses={"USERNAME": "user-4", "SOFTWARE_TOKEN_MFA_CODE": totp_code(secret, step + 1)},
    )
    return {
        "verified": verified["Status"],
        "challenge": begun["ChallengeName"],
        "username": claims_of(done["AuthenticationResult"]["AccessToken"])["username"],
    }


def totp_code(secret, step):
    """RFC 6238 with SHA-1 and six digits."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", step), hashlib.sha1)
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def claims_of(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


main()
