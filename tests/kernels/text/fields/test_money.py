"""What the client pays."""

from __future__ import annotations

import pytest

from guildworks.kernels.text.fields import read_budget


def budget_of(text: str) -> tuple[float | None, float | None, str | None, str | None]:
    read = read_budget(text).read
    assert read is not None, f"no budget was read from {text!r}"
    return read.value.least, read.value.most, read.value.currency, read.value.per


@pytest.mark.parametrize(
    ("text", "least", "most", "currency", "per"),
    [
        ("€600/day", 600, 600, "EUR", "day"),
        ("£450 p/d", 450, 450, "GBP", "day"),
        ("£450 p.d.", 450, 450, "GBP", "day"),
        ("USD 120 an hour", 120, 120, "USD", "hour"),
        ("90-110 €/h", 90, 110, "EUR", "hour"),
        ("between 70 and 90 euros hourly", 70, 90, "EUR", "hour"),
        ("We pay 70.50 USD/hr.", 70.5, 70.5, "USD", "hour"),
        ("Rate: 100 $ / hour", 100, 100, "USD", "hour"),
        ("Our rate is 85 to 105 EUR per hour.", 85, 105, "EUR", "hour"),
        ("Paid per day: 900-1100 GBP", 900, 1100, "GBP", "day"),
        ("€ 95,- per hour", 95, 95, "EUR", "hour"),
        ("$120/hr max", None, 120, "USD", "hour"),
        ("day rate 650 GBP", 650, 650, "GBP", "day"),
        ("up to £500 a day", None, 500, "GBP", "day"),
        ("at least 80 CHF per hour", 80, None, "CHF", "hour"),
        ("max. 25,000 CHF in total", None, 25000, "CHF", "project"),
        ("no more than $15k", None, 15000, "USD", "project"),
        ("It must not cost more than 20k EUR.", None, 20000, "EUR", "project"),
        ("Budget: fixed 9k USD all in", 9000, 9000, "USD", "project"),
        ("Budget 10.000 - 12.000 EUR", 10000, 12000, "EUR", "project"),
        ("Budget: 20-30k EUR for the whole project", 20000, 30000, "EUR", "project"),
        ("4,500 € per month", 4500, 4500, "EUR", "month"),
        ("¥8000 per hour", 8000, 8000, "JPY", "hour"),
        ("Budget: 5 lakh INR", 500000, 500000, "INR", "project"),
        ("1'200 francs per day", 1200, 1200, "CHF", "day"),
        ("PLN 180-220/h", 180, 220, "PLN", "hour"),
        ("C$95 hourly", 95, 95, "CAD", "hour"),
        ("Salary: 60-70k EUR", 60000, 70000, "EUR", "year"),
        ("Compensation:\n€50k - 65k | Equity", 50000, 65000, "EUR", "year"),
        ("Salary: £35,000 – £45,000", 35000, 45000, "GBP", "year"),
        ("120k-150k USD base salary", 120000, 150000, "USD", "year"),
        ("600 EUR per day, fixed", 600, 600, "EUR", "day"),
        ("a fixed 600 EUR per day", 600, 600, "EUR", "day"),
        ("90 EUR per hour, all in", 90, 90, "EUR", "hour"),
        ("fixed price of 9,000 EUR", 9000, 9000, "EUR", "project"),
    ],
)
def test_pay_is_read_in_the_ways_people_write_it(
    text: str, least: float | None, most: float | None, currency: str, per: str
) -> None:
    assert budget_of(text) == (least, most, currency, per)


@pytest.mark.parametrize("text", ["80k EUR", "Our rate is 80 to 100 EUR"])
def test_an_amount_without_a_unit_is_asked_about(text: str) -> None:
    reading = read_budget(text)
    assert reading.read is not None
    assert reading.read.value.per is None
    assert "per hour" in reading.vague[0].message


def test_an_amount_without_a_currency_is_asked_about() -> None:
    reading = read_budget("Budget: 15000")
    assert reading.read is not None
    assert (reading.read.value.most, reading.read.value.currency) == (15000, None)
    assert "currency" in reading.vague[0].message


def test_a_rate_keeps_the_ceiling_beside_it() -> None:
    text = "* Pay: $70/h; total must stay under $15,000"
    read = read_budget(text).read
    assert read is not None
    assert (read.value.most, read.value.per, read.value.total, read.value.total_currency) == (70, "hour", 15000, "USD")
    assert read.span.of(text) == "$70/h"
    assert read.value.total_span is not None
    assert read.value.total_span.of(text) == "total must stay under $15,000"


@pytest.mark.parametrize(
    ("text", "rate", "total", "words"),
    [
        ("100 EUR an hour, total budget 20k EUR", "100 EUR an hour", 20_000, "total budget 20k EUR"),
        ("Rate: 100 EUR per hour. Total: 20,000 EUR.", "100 EUR per hour", 20_000, "Total: 20,000 EUR"),
        ("€85/h, total €30k", "€85/h", 30_000, "total €30k"),
        ("€85/h, in total €30k", "€85/h", 30_000, "total €30k"),
        ("We pay $60/hr total budget: $12,000", "$60/hr", 12_000, "total budget: $12,000"),
        ("100 EUR per hour, overall 20k EUR.", "100 EUR per hour", 20_000, "overall 20k EUR"),
        ("EUR 20,000 total, 85 per hour", "85 per hour", 20_000, "EUR 20,000 total"),
        ("We pay 100 an hour, budget 20k.", "100 an hour", 20_000, "budget 20k"),
        ("We have a 20k budget, around 85/h.", "around 85/h", 20_000, "20k"),
        ("Around 85/h, all in about 20k EUR.", "Around 85/h", 20_000, "about 20k EUR"),
        ("EUR 85 per hour (ex VAT), capped at 20k.", "EUR 85 per hour", 20_000, "capped at 20k"),
    ],
)
def test_a_total_right_behind_a_rate_is_no_word_about_the_rate(text: str, rate: str, total: float, words: str) -> None:
    reading = read_budget(text)
    assert reading.read is not None
    assert (reading.read.value.per, reading.read.value.total) == ("hour", total)
    assert reading.read.span.of(text) == rate
    assert reading.read.value.total_span is not None
    assert reading.read.value.total_span.of(text) == words
    assert reading.contradictions == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the budget is limited", "budget is limited"),
        ("Daily fee to be agreed.", "Daily fee to be agreed"),
        ("Rate: negotiable", "Rate: negotiable"),
        ("Competitive salary", "Competitive salary"),
    ],
)
def test_pay_without_a_figure_is_asked_about(text: str, words: str) -> None:
    reading = read_budget(text)
    assert [note.spans[0].of(text) for note in reading.vague] == [words]


def test_a_daily_fee_to_be_agreed_is_still_per_day() -> None:
    assert budget_of("Daily fee to be agreed") == (None, None, None, "day")


def test_a_whole_that_may_not_be_exceeded_is_a_ceiling_and_no_second_rate() -> None:
    reading = read_budget("The fee is 100 euros an hour, and the total may not be above 3,500 euros.")
    assert reading.read is not None
    assert (reading.read.value.most, reading.read.value.total) == (100, 3500)
    assert reading.contradictions == ()


def test_a_rate_and_a_total_share_the_one_currency_that_is_named() -> None:
    read = read_budget("EUR 20,000 total, 85 per hour").read
    assert read is not None
    assert (read.value.most, read.value.currency, read.value.total_currency) == (85, "EUR", "EUR")


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("$12k and two months", 12_000),
        ("We have $12k and two months.", 12_000),
        ("We can offer 9,000 USD for six weeks.", 9_000),
    ],
)
def test_a_sum_beside_the_time_that_it_is_for_is_for_the_whole(text: str, most: float) -> None:
    assert budget_of(text) == (most, most, "USD", "project")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("85 an hour for the first role, 95 for the second", ["85 an hour", "95 for the second"]),
        ("We pay 80 EUR/h for juniors and 120 EUR/h for seniors.", ["80 EUR/h", "120 EUR/h"]),
        (
            "An ML engineer at 85 EUR an hour and a data engineer at 95 EUR an hour.",
            ["85 EUR an hour", "95 EUR an hour"],
        ),
        ("Budget: 10k EUR for the first phase, 15k EUR for the second phase.", ["10k EUR", "15k EUR"]),
    ],
)
def test_amounts_for_different_people_are_told_and_neither_is_used(text: str, words: list[str]) -> None:
    reading = read_budget(text)
    assert reading.read is None
    assert reading.contradictions == ()
    assert [span.of(text) for span in reading.vague[0].spans] == words
    assert "one brief for each" in reading.vague[0].message


def test_one_rate_for_two_roles_is_a_rate() -> None:
    text = "85 EUR an hour for the ML engineer, 85 EUR an hour for the data engineer."
    assert budget_of(text) == (85, 85, "EUR", "hour")


def test_two_rates_for_the_same_hour_contradict() -> None:
    assert read_budget("We pay 70 EUR per hour. The rate is 120 EUR per hour.").contradictions != ()


@pytest.mark.parametrize(
    "text",
    [
        "We keep about 22,000 contracts as PDF.",
        "We spend around 61,000 dollars a month on GPUs and want it below 25k.",
        "Our Series B start-up raised $20M last year.",
        "We made €4,000,000 in revenue.",
        "about 30 req/s at peak",
        "an open model (7B or 8B) on 40k support tickets",
        "Company size: 10k+ people",
        "401K match and a €1,000 education budget per year",
        "Inference costs us $3 per hour and machine.",
        "Call +49 30 1234567 or 555-0100.",
        "Python 3.11, CUDA 12.4, port 5432",
        "over 200 years of history and 280 million visits per month",
        "Fines of up to $50,000 may follow.",
        "We saved our customers 2 million euros.",
        "The service answers 100 per hour, 20k in total.",
        "We lost $12k and two months with the last vendor.",
        "The site gets 5k a month visits.",
        "Traffic grows: 5k a month.",
        "We label images, 15k in total.",
        "We handle invoices, 5k a month.",
        "We need a data engineer to replace a tool for 50k EUR per year.",
        "",
    ],
)
def test_what_is_no_pay_is_not_read_as_pay(text: str) -> None:
    assert read_budget(text).read is None


def test_a_ceiling_on_the_whole_project_stands_in_a_sentence_of_its_own() -> None:
    read = read_budget("We pay 90 EUR an hour, 20 hours a week. The entire project must stay under 12,000 EUR.").read
    assert read is not None
    assert (read.value.per, read.value.most, read.value.total) == ("hour", 90, 12_000)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("We are hiring at 80k EUR per year a data engineer in Madrid, hybrid.", (80_000, 80_000, "EUR", "year")),
        ("We hire a data engineer at €75,000 per year.", (75_000, 75_000, "EUR", "year")),
        ("Data engineer for 6,500 EUR a month, Madrid.", (6500, 6500, "EUR", "month")),
    ],
)
def test_what_somebody_is_hired_at_is_the_pay(text: str, wanted: tuple[float, float, str, str]) -> None:
    assert budget_of(text) == wanted


@pytest.mark.parametrize(
    ("text", "most", "per"),
    [
        ("Python developer, 20 hours a week, 5k a month.", 5000, "month"),
        ("We can go to 6k a month, remote.", 6000, "month"),
        ("Python developer, 15k for everything.", 15_000, "project"),
        ("We have 15k for everything.", 15_000, "project"),
    ],
)
def test_thousands_for_a_month_or_for_everything_are_read_and_their_currency_asked(
    text: str, most: float, per: str
) -> None:
    assert budget_of(text) == (most, most, None, per)
    assert ["currency" in note.message for note in read_budget(text).vague] == [True]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Maximum hourly rate: EUR 85", (None, 85, "EUR", "hour")),
        ("Max. budget: 20,000 EUR", (None, 20000, "EUR", "project")),
        ("We cannot go above $90 per hour.", (None, 90, "USD", "hour")),
        ("We offer CHF 110.- to 130.- per hour.", (110, 130, "CHF", "hour")),
        ("A retainer of $5k/month", (5000, 5000, "USD", "month")),
        ("TJM 480 to 520 €", (480, 520, "EUR", "day")),
        ("70 €/h plus an allowance of 80 € per weekend", (70, 70, "EUR", "hour")),
        ("Call it 8k all in.", (8000, 8000, None, "project")),
        ("Daily rate max. 850 € all-in", (None, 850, "EUR", "day")),
        ("Budget 12,000 € all-in", (12000, 12000, "EUR", "project")),
    ],
)
def test_pay_is_read_with_its_limit_and_apart_from_what_comes_on_top(
    text: str, wanted: tuple[float | None, float, str | None, str]
) -> None:
    assert budget_of(text) == wanted


def test_little_money_is_asked_about() -> None:
    reading = read_budget("We do not have much money.")
    assert (reading.read, len(reading.vague)) == (None, 1)


@pytest.mark.parametrize(
    "text", ["We paid our last contractor 110 dollars an hour.", "The previous agency charged 900 EUR per day."]
)
def test_what_others_were_paid_is_no_offer(text: str) -> None:
    assert read_budget(text).read is None
