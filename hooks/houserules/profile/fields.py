# Every field of a profile is declared here and nowhere else: its kind, whether it is required, its help, an example,
# and whether it may be published. The reader, the schema for editors, `houserules new` and the list of placeholders
# are all made from this.
"""The fields of a school's profile."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from houserules.profile.kinds import (
    Colour,
    Day,
    Email,
    FileName,
    Phone,
    SiteAddress,
    Text,
    Version,
    WebAddress,
    WholeNumber,
    YesNo,
)
from houserules.profile.posts import Owner, Title, WhomToAsk


class Nation(StrEnum):
    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


class Phase(StrEnum):
    NURSERY = "nursery"
    PRIMARY = "primary"
    MIDDLE = "middle"
    SECONDARY = "secondary"
    ALL_THROUGH = "all-through"
    SPECIAL = "special"
    ALTERNATIVE_PROVISION = "alternative-provision"
    SIXTH_FORM = "sixth-form"


class SchoolType(StrEnum):
    MAINTAINED = "maintained"
    ACADEMY = "academy"
    FREE_SCHOOL = "free-school"
    INDEPENDENT = "independent"
    NON_MAINTAINED_SPECIAL = "non-maintained-special"
    FURTHER_EDUCATION = "further-education"


class Replies(StrEnum):
    NONE = "broadcast"
    IN_HOURS = "replies-in-hours"


class Followers(StrEnum):
    APPROVED = "approve-each"
    OPEN = "open"


def field(help: str, *, example: str = "", required: bool = False, public: bool = True) -> Any:
    """Declare a field: its help in one sentence, an example, and whether it may ever be published."""
    extra = {"public": public, "example": example}
    return Field(... if required else None, description=help, json_schema_extra=extra)


def section(help: str, *, required: bool = False, public: bool = True, many: bool = False) -> Any:
    """Declare a group of fields, or a list of groups (`many`)."""
    extra = {"public": public}
    if many:
        return Field((), description=help, json_schema_extra=extra)
    return Field(... if required else None, description=help, json_schema_extra=extra)


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ages(Section):
    from_: Annotated[WholeNumber, Field(ge=0, le=19)] = Field(
        ..., alias="from", description="The youngest age.", json_schema_extra={"public": True, "example": "4"}
    )
    to: Annotated[WholeNumber, Field(ge=0, le=25)] = Field(
        ..., description="The oldest age.", json_schema_extra={"public": True, "example": "11"}
    )


class School(Section):
    name: Text = field("The school's full name.", example="Alder Lane Primary School", required=True)
    short_name: Text | None = field("What people call it.", example="Alder Lane")
    urn: Text | None = field("The school's number in its national register.", example="100000")
    nation: Nation = field("The nation whose guidance the school follows.", example="england", required=True)
    phase: Phase = field("The phase of education.", example="primary", required=True)
    ages: Ages = section("The ages that the school takes.", required=True)
    type: SchoolType = field("The type of school; community, foundation and voluntary schools are maintained.", example="maintained", required=True)
    website: WebAddress | None = field("The school's main website.", example="https://school.example")
    site_url: SiteAddress | None = field("Where this site of rules will stand.", example="https://rules.school.example/")
    address: tuple[Text, ...] = Field((), description="The lines of the postal address.", max_length=8, json_schema_extra={"public": True})
    phone: Phone | None = field("The office's telephone number.", example="01632 960100")
    email: Email | None = field("The office's email address.", example="office@school.example")
    local_authority: Text | None = field("The local authority or education authority.", example="Fernshire Council")
    trust: Text | None = field("The trust, if the school belongs to one.", example="Fernshire Learning Trust")


class Person(Section):
    name: Text | None = field("The person's name, as it should be printed.", example="Ms A. Okafor")
    show_name: YesNo | None = field("Whether the name may be published; 'no' keeps it private.", example="yes", public=False)
    title: Title | None = field("The title of the post, if it isn't the usual one.", example="Executive headteacher")
    email: Email | None = field("An email address that anybody may use.", example="head@school.example")
    phone: Phone | None = field("A telephone number that anybody may ring.", example="01632 960101")
    mobile: Phone | None = field("A number for colleagues only. Never published.", example="07700 900123", public=False)


class People(Section):
    head: Person = section("The head of the school.", required=True)
    chair_of_governors: Person | None = section("The chair of the governing body.")
    safeguarding_lead: Person = section("The member of staff who leads on safeguarding.", required=True)
    deputy_safeguarding_leads: tuple[Person, ...] = section("Their deputies.", many=True)
    safeguarding_governor: Person | None = section("The governor who follows safeguarding.")
    online_safety_lead: Person | None = section("The member of staff who leads on online safety, if somebody else.")
    data_protection_officer: Person | None = section("The data protection officer.")
    network_manager: Person | None = section("Who runs the school's network. Never published.", public=False)


class Service(Section):
    name: Text | None = field("What the service is called.", example="Fernshire Children's Front Door")
    phone: Phone | None = field("Its telephone number.", example="01632 960200")
    email: Email | None = field("Its email address.", example="frontdoor@fernshire.example")
    url: WebAddress | None = field("Its web page.", example="https://fernshire.example/worried-about-a-child")


class LocalSafeguarding(Section):
    social_care: Service | None = section("Children's social care, in office hours.")
    allegations: Service | None = section("Who deals with allegations against people who work with children.")
    out_of_hours: Service | None = section("Children's social care out of hours.")


class Hours(Section):
    reply: Text | None = field("When staff answer messages.", example="8am to 5pm on school days")


class Filtering(Section):
    filter: Text | None = field("The product that filters web pages. Published, so that parents know it is there.", example="Exemplar Filter")
    monitor: Text | None = field("The product that monitors use.", example="Exemplar Monitor")


class Links(Section):
    complaints: WebAddress | None = field("The complaints procedure.", example="https://school.example/complaints")
    privacy_notice: WebAddress | None = field("The privacy notice.", example="https://school.example/privacy")
    behaviour: WebAddress | None = field("The behaviour policy.", example="https://school.example/behaviour")
    child_protection: WebAddress | None = field("The child protection policy.", example="https://school.example/safeguarding")
    sign_off_form: WebAddress | None = field("The online form on which people accept an agreement.", example="https://forms.school.example/agree")


class PaperCopies(Section):
    ask: WhomToAsk | None = field("Whom to ask for a paper copy.", example="the school office")


class Brand(Section):
    colour: Colour | None = field("The school's main colour.", example="#1d4f91")
    logo: FileName | None = field("A picture of the crest or logo, in the school's folder.", example="crest.png")


class Approval(Section):
    version: Version = field("The version that was approved, as the policy shows it.", example="3f2a91bc", required=True)
    by: Text | None = field("Who approved it, if not review.approved_by.", example="Safeguarding committee")
    on: Day | None = field("When, if not review.approved_on.", example="2026-11-12")


def _approval(value: Any) -> Any:
    """Take a bare version as an approval by and on what `review` says."""
    return {"version": value} if isinstance(value, str) else value


class Review(Section):
    owner: Owner = field("Who keeps these rules up to date: a role, not a name.", example="the deputy head", required=True)
    review_by: Day = field("When they are due for review.", example="2027-09-30", required=True)
    approved_by: Text | None = field("Who approved them.", example="the full governing body")
    approved_on: Day | None = field("When they were approved.", example="2026-11-12")
    approved: dict[str, Annotated[Approval, BeforeValidator(_approval)]] = Field(
        {}, description="For each policy, the version that was approved.", json_schema_extra={"public": True}
    )


class Account(Section):
    platform: Text = field("The service.", example="Instagram", required=True)
    handle: Text = field("The account's name there.", example="@alderlaneprimary", required=True)
    url: WebAddress = field("Its web address.", example="https://social.example/alderlaneprimary", required=True)
    purpose: Text = field("What it is for, in one sentence.", example="News and dates for families.", required=True)
    audience: Text = field("Who it is for.", example="Parents and carers", required=True)
    department: Text | None = field("The department, if it isn't the whole school's.", example="Physical education")
    owner_role: Title = field("Who looks after it: a role, never a name.", example="Communications officer", required=True)
    senior_access: tuple[Text, ...] = Field(
        ..., description="Who else has full access: at least two senior people. Never published.", json_schema_extra={"public": False}
    )
    opened: Day | None = field("When it was opened.", example="2024-09-02")
    checked: Day | None = field("When it was last checked.", example="2026-10-30")
    replies: Replies | None = field("Whether it answers, if that differs from the decision.", example="broadcast")
    followers: Followers | None = field("Whether followers are approved, if that differs from the decision.", example="open")
    closed: Day | None = field("When it was closed. The line stays, so that people know.", example="2026-07-20")


class Profile(Section):
    authority: Text | None = field("The folder name of the authority or trust whose layer the school uses.", example="fernshire")
    school: School = section("The school.", required=True)
    people: People = section("Who does what.", required=True)
    local_safeguarding: LocalSafeguarding = Field(LocalSafeguarding(), description="Local services that keep children safe.")
    hours: Hours = Field(Hours(), description="When staff answer.")
    filtering: Filtering = Field(Filtering(), description="What filters and monitors the school's network.")
    links: Links = Field(Links(), description="Pages elsewhere on the school's website.")
    paper_copies: PaperCopies = Field(PaperCopies(), description="How to get these pages on paper.")
    brand: Brand = Field(Brand(), description="How the site looks.")
    common_questions: tuple[Text, ...] = Field(
        (),
        description="Questions to be published first on the first page, by their names, such as parents/class-group-chat. Others follow, to make ten.",
        max_length=30,
        json_schema_extra={"public": True},
    )
    review: Review = section("Who owns the rules, and who approved them.", required=True)
    accounts: tuple[Account, ...] = section("The register of official accounts.", many=True)
    decisions: dict[str, str] = Field({}, description="The school's answers.")
