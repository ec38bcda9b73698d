"""Is a person of this first name called he or she?"""

from __future__ import annotations

from sayso.extract.chains.lexicon import listed

HE = listed(
    "aaron abdul abraham adam ahmed al alan albert alejandro alex alexander alfred ali allen andre andrew andy "
    "anthony antonio arthur barack barry bashar ben benjamin bernard bernie bill billy bob bobby boris brad "
    "brandon brent brian bruce bryan carl carlos charles charlie chris christopher chuck clarence cory craig "
    "dan daniel danny dave david dean dennis derek dick dmitry don donald doug douglas duncan dwight earl ed "
    "eddie edgar eduardo edward edwin elijah elliott emmanuel eric erik ernest evan francis frank franklin fred "
    "gary gavin gene geoff george gerald glenn gordon graham greg gregory guy hakim hank harold harry hassan "
    "hector henry herbert howard hugh hussein ian igor isaac ivan jack jacob jake james jamie jared jason "
    "javier jay jean jeff jeffrey jerome jerry jesse jim jimmy joe joel john johnny jon jonathan jorge jose "
    "joseph josh joshua juan julian justin karl keith ken kenneth kevin khalid kurt kyle larry lawrence lee leo "
    "leon leonard leroy lester lewis lindsey lloyd louis luis luke manuel marc marcus mario mark marshall "
    "martin marvin matt matthew maurice max melvin michael michel miguel mike mitch mitt mohammad mohammed "
    "morgan muhammad nathan neil newt nicholas nick nigel norman oliver omar orrin oscar osama otto patrick "
    "paul pedro peter phil philip phillip pierre rafael ralph rand randy ray raymond recep reince ricardo "
    "richard rick ricky rob robby robert roberto rodney rodrigo roger roland ron ronald ross roy rudy rudolph "
    "rush russell ryan saddam salvador sam samuel scott sean sebastian sergei seth shane simon stanley stephen "
    "steve steven stuart ted terrence terry theodore thomas tim timothy toby todd tom tommy tony travis trey "
    "trent troy tyler vernon victor vince vincent vladimir volodymyr walter warren wayne wilbur will william "
    "xavier yasser zachary"
)
SHE = listed(
    "abigail alexandra alice alicia alison amanda amy andrea angela angelina anita ann anna anne annie april "
    "ashley barbara becky bella beth betsy betty beverly brenda bridget brooke candy carla carly carmen carol "
    "caroline carolyn catherine cathy charlotte chelsea cheryl christina christine cindy claire clara claudia "
    "condoleezza connie cynthia dana danielle dawn deborah debra denise diana diane dianne donna doris dorothy "
    "edith eileen elaine eleanor elena elizabeth ellen emily emma erica erin esther eva evelyn fatima fiona "
    "florence frances gabrielle gail georgia gina gladys gloria grace greta hannah harriet hazel heather heidi "
    "helen hillary holly huma ingrid irene isabel ivana ivanka jackie jacqueline jane janet janice jean jeanne "
    "jennifer jenny jessica jill jo joan joanna joanne jodi josephine joyce juanita judith judy julia julie "
    "june karen kate katherine kathleen kathryn kathy katie kayla kellyanne kelly kim kimberly kirsten kristen "
    "laura lauren leah leila leslie lillian linda lisa lois loretta lori lorraine lucy lynn madeleine madeline "
    "marcia margaret maria marianne marie marilyn marine marjorie martha mary maureen megan melania melissa mia "
    "michele michelle mildred miriam molly monica nadia nancy naomi natalie nicole nikki nina nora norma olga "
    "olivia paige pamela patricia patty paula peggy penny phyllis priscilla rachel rebecca regina renee rhonda "
    "rita roberta robin rosa rose rosemary ruth sabrina sally samantha sandra sara sarah shannon sharon sheila "
    "shirley sonia sophia stacy stephanie sue susan suzanne sylvia tamara tammy tanya tara teresa theresa "
    "tiffany tina toni tracy tulsi ursula valerie vanessa vera veronica vicki victoria viola virginia vivian "
    "wanda wendy whitney yolanda yvonne zoe"
)
EITHER = HE & SHE
